// Leaves for an empty page at once and signs out, so that "back" shows nothing. By the link or by Shift, three times within a second and a half.
(() => {
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;

  const leave = () => {
    document.documentElement.hidden = true;
    const { signOut, csrfName, csrf } = link.dataset;
    if (signOut) navigator.sendBeacon(signOut, new URLSearchParams({ [csrfName]: csrf }));
    window.location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  const within = 1500;
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") {
      presses = []; // a capital letter is no sign
      return;
    }
    presses = [...presses.filter((at) => event.timeStamp - at < within), event.timeStamp];
    if (presses.length === 3) leave();
  });
})();
