/* What axe finds on the page, and which looks of words need not be read again.
 *
 * To read colours takes most of axe's time, so those of which all that decides was found readable before (`known`) are not read again. What may
 * lie over something else than it is in always is. On a ground of several colours, and in a picture, axe never decides: once is enough.
 * A link is told from the words around it by its line: axe need not compare colours where it has one and they have none.
 * What is held of the markup alone is held once a page: again only if the markup, or what of it can be seen, is other than it was. */
async known => {
  const styles = new Map()
  const style = element => styles.get(element) ?? styles.set(element, getComputedStyle(element)).get(element)
  const lain = new Map([[null, '']])
  const ground = element => {
    if (!lain.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = style(element)
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join()
      const plain = own === 'rgba(0, 0, 0, 0),none,1,none,normal'
      lain.set(element, ground(element.parentElement) + (plain ? '' : ` on ${own}`))
    }
    return lain.get(element)
  }
  const above = (element, holds) => element && (holds(style(element)) || above(element.parentElement, holds))
  const floats = element => above(element, ({ position }) => ['absolute', 'fixed', 'sticky'].includes(position))
  const clipped = element => above(element, ({ position, clip }) => position === 'absolute' && clip === 'rect(0px, 0px, 0px, 0px)')
  const underline = ({ textDecorationLine }) => textDecorationLine.includes('underline')
  const underlined = element => underline(style(element))
  const length = element => element.textContent.replace(/\s/g, '').length
  const block = element => /^(block|flow-root|flex|grid|list-item|table.*|inline-block)$/.test(style(element).display)
  const amidst = link => {
    const around = block(link) ? null : (function nearest(element) { return !element || block(element) ? element : nearest(element.parentElement) })(link.parentElement)
    const links = around && [...around.querySelectorAll('a, [role=link]')].filter(each => !each.parentElement.closest('a, [role=link]'))
    return around && links.reduce((sum, each) => sum + length(each), 0) < length(around)
  }
  const words = element =>
    element.matches('input:not([type=radio], [type=checkbox]), select, textarea') || [...element.childNodes].some(each => each.nodeType === 3 && each.data.trim())
  const drawn = element => element.closest('svg') !== null
  const looks = element => {
    const { color, fontFamily, fontSize, fontWeight, textShadow } = style(element)
    return [color, fontFamily, fontSize, fontWeight, textShadow, drawn(element), ground(element)].join()
  }
  const never = (element, any) => drawn(element) || (ground(element).includes('gradient(') && any.every(({ data }) => data && !data.bgColor))
  const scrolls = element =>
    (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) && /auto|scroll/.test(style(element).overflow)

  const all = [...document.body.querySelectorAll('*')]
  const shown = all.filter(each => each.checkVisibility())
  const before = new Set(known)
  const unread = shown.filter(each => words(each) && !clipped(each) && (!before.has(looks(each)) || (floats(each) && !drawn(each))))
  const unmarked = shown.filter(each => each.matches('a, [role=link]') && amidst(each) && (!underlined(each) || above(each.parentElement, underline)))

  const stands = all.map(each => {
    const { left, right, bottom, width, height } = each.getBoundingClientRect()
    const there = each.checkVisibility({ visibilityProperty: true }) && width > 0 && height > 0 && right > 0 && bottom + scrollY > 0
    return `${+there}${+(each.checked ?? 0)}`
  })
  const now = document.documentElement.outerHTML + stands.join('')
  const asked = ['color-contrast', 'link-in-text-block']
  const rules = Object.fromEntries(asked.map(rule => [rule, { enabled: false }]))
  const found = []
  const read = async (context, options) => {
    const { violations, ...rest } = await axe.run(context, { resultTypes: ['violations', 'passes', 'incomplete'], elementRef: true, ...options })
    found.push(...violations.map(({ nodes, ...more }) => ({ ...more, nodes: nodes.map(({ element, ...node }) => node) })))
    return rest
  }
  if (axe.held !== now) {
    await read(document, { rules, resultTypes: ['violations'] })
  } else {
    const moved = [...shown.filter(scrolls), ...document.querySelectorAll('[aria-hidden=true]')]
    if (moved.length) await read({ include: moved }, { runOnly: ['scrollable-region-focusable', 'aria-hidden-focus'], resultTypes: ['violations'] })
  }
  axe.held = found.length ? null : now
  const include = [...new Set([...unread, ...unmarked])]
  const { passes, incomplete } = include.length ? await read({ include }, { runOnly: asked }) : { passes: [], incomplete: [] }
  const of = results => results.filter(({ id }) => id === 'color-contrast').flatMap(({ nodes }) => nodes)
  const decided = [...of(passes), ...of(incomplete).filter(({ element, any }) => never(element, any))]
  return { violations: found, readable: [...new Set(decided.map(({ element }) => looks(element)))] }
}
