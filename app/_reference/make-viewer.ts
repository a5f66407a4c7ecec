import { mend } from "./mend";

export type RapiDoc = HTMLElement & { loadSpec: (description: object) => Promise<void> };
type BeforeTry = CustomEvent<{ request: { headers: Headers } }>;

/** The element of RapiDoc, set so that it keeps nothing, loads nothing, and sends what `readToken` gives. */
export function makeViewer(readToken: () => string): RapiDoc {
  const viewer = document.createElement("rapi-doc") as RapiDoc;
  for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
  viewer.addEventListener("before-try", (event) => {
    const { headers } = (event as BeforeTry).detail.request;
    const token = readToken();
    if (token === "") headers.delete("authorization");
    else headers.set("authorization", `Bearer ${token}`);
  });
  viewer.addEventListener("spec-loaded", () => viewer.shadowRoot && mend(viewer.shadowRoot));
  return viewer;
}

const attributes = {
  "render-style": "read",
  layout: "column",
  "show-header": "false",
  "show-info": "false",
  "show-side-nav": "false",
  "allow-authentication": "false",
  "allow-server-selection": "false",
  "allow-spec-url-load": "false",
  "allow-spec-file-load": "false",
  "allow-search": "false",
  "allow-advanced-search": "false",
  "update-route": "false",
  "load-fonts": "false",
  "persist-auth": "false",
  "fetch-credentials": "omit",
  "fill-request-fields-with-example": "false",
  "schema-style": "table",
  "default-schema-tab": "example",
  // All of it open: only a mouse could open it.
  "schema-expand-level": "20",
  "schema-description-expanded": "true",
  "allow-schema-description-expand-toggle": "false",
  "response-area-height": "24rem",
  theme: "light",
  // What it shows as a command holds a variable instead of the token, outside the quotes that it sets around a header.
  "api-key-name": "Authorization",
  "api-key-location": "header",
  "api-key-value": `Bearer '"$TOKEN"'`,
};
