// Small comforts of the case work pages; everything works without them.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take-back], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) {
    window.print();
    return;
  }
  // A radio button cannot be unchosen by itself.
  const chosen = button.closest("fieldset").querySelector("input:checked");
  if (!chosen) return;
  chosen.checked = false;
  chosen.focus();
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
});

// When the server sends the fields anew, what has been typed meanwhile stays.
const isFields = (event) => event.detail.target?.id === "fields";
let typed;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (isFields(event)) typed = new FormData(event.detail.target.closest("form"));
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!isFields(event) || !typed) return;
  for (const field of document.querySelectorAll("#fields :is(input:not([type=hidden]), select, textarea)")) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = typed.getAll(field.name).includes(field.value);
    else if (typed.has(field.name)) field.value = typed.get(field.name);
  }
  typed = undefined;
});

// What was answered before htmx was there (a slow line, or a form that the browser filled in again) is told to it now.
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) return;
  for (const field of document.querySelectorAll("#fields :is(input:not([type=hidden]), select, textarea)")) {
    const changed =
      field.tagName === "SELECT"
        ? [...field.options].some((option) => option.selected !== option.defaultSelected)
        : field.checked !== field.defaultChecked || field.value !== field.defaultValue;
    if (changed) field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
