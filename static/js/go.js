// Go on to the provider's page by itself; without scripts people press the button.
const link = document.querySelector("[data-go]");
if (link) window.location.assign(link.href);
