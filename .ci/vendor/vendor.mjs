// Copies what the browser loads from the npm packages of package.json into assets/, with their licences.
//   node vendor.mjs NODE_MODULES ASSETS TESTS
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const [, , modules, assets, tests] = process.argv.map((each) => path.resolve(each));
const require = createRequire(import.meta.url);
const source = (...parts) => path.join(modules, ...parts);
const read = (...parts) => fs.readFileSync(source(...parts), "utf8");
const write = (file, text) => fs.writeFileSync(file, `${text.replace(/\/[*/][#@] sourceMappingURL=.*?(\*\/)?\s*$/gm, "").trimEnd()}\n`);
const copy = (from, to) => fs.copyFileSync(source(...from.split("/")), to);

for (const folder of ["vendor/fonts", "vendor/LICENSES"]) fs.mkdirSync(path.join(assets, folder), { recursive: true });
fs.mkdirSync(path.join(tests, "vendor"), { recursive: true });

// Dash loads the files of assets/ itself before those of its folders, in the order of their names: style sheets that the
// application's own must be able to overrule stand there, with a number in front.
write(path.join(assets, "00-bootstrap.min.css"), read("bootstrap", "dist", "css", "bootstrap.min.css"));
const icons = read("bootstrap-icons", "font", "bootstrap-icons.min.css");
const face = /src:url\("fonts\/bootstrap-icons\.woff2\?[0-9a-f]+"\) format\("woff2"\),url\([^)]*\) format\("woff"\)/;
if (!face.test(icons)) throw new Error("bootstrap-icons has changed its @font-face");
write(path.join(assets, "01-bootstrap-icons.min.css"), icons.replace(face, 'src:url("vendor/fonts/bootstrap-icons.woff2") format("woff2")'));
copy("bootstrap-icons/font/fonts/bootstrap-icons.woff2", path.join(assets, "vendor/fonts/bootstrap-icons.woff2"));

// Letters, digits and signs of arithmetic only: quotation marks, dashes, dots and ellipses are Chinese punctuation here.
const range = "U+0020-00B6, U+00B8-00FF, U+0131, U+0152-0153, U+2013, U+2190-2193, U+2212";
copy("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2", path.join(assets, "vendor/fonts/inter-latin.woff2"));
write(
  path.join(assets, "02-fonts.css"),
  `@font-face {
  font-family: "Inter";
  font-style: normal;
  font-weight: 100 900;
  font-display: swap;
  src: url("vendor/fonts/inter-latin.woff2") format("woff2");
  unicode-range: ${range};
}`,
);

// Scripts: their order does not matter.
write(path.join(assets, "vendor/plotly-cartesian.min.js"), read("plotly.js-cartesian-dist-min", "plotly-cartesian.min.js"));
const chinese = require(source("plotly.js-locales", "zh-cn.js"));
chinese.format.shortMonths = chinese.format.shortMonths.map((_, month) => `${month + 1}月`); // an axis would say 一 for January
write(
  path.join(assets, "vendor/plotly-locale-zh-cn.js"),
  `(function(l){if(window.Plotly)window.Plotly.register(l);else(window.PlotlyLocales=window.PlotlyLocales||[]).push(l)})(${JSON.stringify(chinese)});`,
);
const grid = require(source("@ag-grid-community", "locale", "dist", "package", "main.cjs.js"));
write(path.join(assets, "vendor/ag-grid-locale-zh-cn.js"), `window.AG_GRID_LOCALE_CN=${JSON.stringify(grid.AG_GRID_LOCALE_CN)};`);
write(path.join(assets, "vendor/date-fns-zh-cn.js"), read("date-fns", "locale", "zh-CN", "cdn.min.js").replace(/,console\.log\(`date-fns CDN[^`]*`\)/, ""));

write(path.join(tests, "vendor/axe.min.js"), read("axe-core", "axe.min.js"));

const licences = {
  "bootstrap/LICENSE": "bootstrap",
  "bootstrap-icons/LICENSE": "bootstrap-icons",
  "@fontsource-variable/inter/LICENSE": "inter",
  "plotly.js-cartesian-dist-min/LICENSE": "plotly.js",
  "@ag-grid-community/locale/LICENSE.txt": "ag-grid-locale",
  "date-fns/LICENSE.md": "date-fns",
};
for (const [from, name] of Object.entries(licences)) copy(from, path.join(assets, "vendor/LICENSES", `${name}.txt`));
copy("axe-core/LICENSE", path.join(tests, "vendor/axe-LICENSE.txt"));
