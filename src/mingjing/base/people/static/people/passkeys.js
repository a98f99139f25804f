// Hands allauth's passkey functions the ids that the button carries as data attributes.
(function () {
  var button = document.querySelector('[data-passkey]')
  if (!button) return
  window.allauth.webauthn.forms[button.dataset.passkey]({
    ids: {
      add: button.id,
      authenticate: button.id,
      passwordless: button.dataset.passwordless,
      credential: button.dataset.credential,
      data: 'js_data'
    }
  })
})()
