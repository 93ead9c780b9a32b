"""What hangs on a licence, who else is near, and a plan for the day it goes."""
