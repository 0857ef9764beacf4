// Starts the page that shows the API and lets one try it.
"use strict";

SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger",
  deepLinking: true,
  tryItOutEnabled: true,
  persistAuthorization: false,
  validatorUrl: null,
  defaultModelsExpandDepth: 0,
  // It draws a <main> of its own into ours; there is only one in a page.
  onComplete: () => document.getElementById("operations")?.setAttribute("role", "group"),
});
