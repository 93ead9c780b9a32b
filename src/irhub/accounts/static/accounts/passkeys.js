// Says in words that a passkey could not be used: allauth's script only tells of it by an event.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  const place = document.querySelector('[data-passkey-problem]')
  if (!place) return
  const cancelled = event.detail.exception && event.detail.exception.name === 'NotAllowedError'
  place.textContent = cancelled
    ? 'No passkey was used: it was cancelled, or took too long. Try again.'
    : 'This passkey could not be used here. Try another way.'
  place.hidden = false
})

// A form that only a passkey can fill is sent by allauth's script once it has one, and not by its button as well.
document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-passkey-sends]')) event.preventDefault()
})
