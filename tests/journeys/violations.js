/* What axe finds on the page, and which colours it found readable. To read colours takes most of axe's time, so those of which all
 * that decides was found readable before (`known`) are not read again. What may lie over something else than it is in always is. */
async known => {
  const lain = new Map([[null, '']])
  const ground = element => {
    if (!lain.has(element)) {
      const { backgroundColor, backgroundImage, opacity, filter, mixBlendMode } = getComputedStyle(element)
      const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join()
      const plain = own === 'rgba(0, 0, 0, 0),none,1,none,normal'
      lain.set(element, ground(element.parentElement) + (plain ? '' : ` on ${own}`))
    }
    return lain.get(element)
  }
  const floats = element =>
    element && (['absolute', 'fixed', 'sticky'].includes(getComputedStyle(element).position) || floats(element.parentElement))
  const words = element =>
    element.matches('input, select, textarea') || [...element.childNodes].some(each => each.nodeType === 3 && each.data.trim())
  const looks = element => {
    const { color, fontFamily, fontSize, fontWeight, textShadow } = getComputedStyle(element)
    return [color, fontFamily, fontSize, fontWeight, textShadow, ground(element)].join()
  }
  const before = new Set(known)
  const include = [...document.body.querySelectorAll('*')].filter(
    each => words(each) && each.checkVisibility() && (!before.has(looks(each)) || each.closest('svg') || floats(each))
  )
  const { violations } = await axe.run({ resultTypes: ['violations'], rules: { 'color-contrast': { enabled: false } } })
  const colours = include.length
    ? await axe.run({ include }, { runOnly: ['color-contrast'], resultTypes: ['violations', 'passes'], elementRef: true })
    : { violations: [], passes: [] }
  const told = colours.violations.map(({ nodes, ...rest }) => ({ ...rest, nodes: nodes.map(({ element, ...node }) => node) }))
  return {
    violations: [...violations, ...told],
    readable: [...new Set(colours.passes.flatMap(({ nodes }) => nodes.map(({ element }) => looks(element))))],
  }
}
