"""From the bytes of a file to rows of text, within limits, or one sentence that says why not. Pure: no Django, no registers."""
