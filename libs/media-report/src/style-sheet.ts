/**
 * The style of the pages: light and dark as the reader's system prefers, for narrow and wide
 * screens, and for print.
 */
export const STYLE_SHEET = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --surface: #ffffff; --sunken: #eef0f3; --line: #d9dee4;
  --text: #1a1f26; --muted: #57606b; --link: #0a58b0;
  --good: #14653a; --good-surface: #e3f5ea; --good-line: #a9dcbd;
  --caution: #7a4b00; --caution-surface: #fff3d9; --caution-line: #ecce8d;
  --bad: #a3162a; --bad-surface: #fdebec; --bad-line: #f1b5bb;
  --neutral: #47515c; --neutral-surface: #eef0f3; --neutral-line: #cfd6dd;
  --amd64: #c9dcf7; --x86: #cdebdc; --arm64: #f7dfc4; --other: #e6def5; --tile-text: #1a1f26; --tile-line: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1217; --surface: #161c23; --sunken: #1e252e; --line: #2d3742;
    --text: #e7ecf2; --muted: #a3aebb; --link: #86bcff;
    --good: #86e0ab; --good-surface: #10281b; --good-line: #245a3a;
    --caution: #f2cb76; --caution-surface: #2c2210; --caution-line: #66501f;
    --bad: #ffa3a9; --bad-surface: #34161a; --bad-line: #74323a;
    --neutral: #b5bfca; --neutral-surface: #1e252e; --neutral-line: #3a4652;
    --amd64: #23436c; --x86: #1f4d38; --arm64: #5e4322; --other: #453668; --tile-text: #eef3f8; --tile-line: #161c23;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
}
.page { max-width: 70rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 0; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; letter-spacing: -.015em; }
h2 { font-size: 1.3rem; letter-spacing: -.01em; }
h3, h4 { font-size: 1.1rem; }
p { margin: .35rem 0 0; }
code, pre, .mono, #file-list tbody th, #file-list td:last-child { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .85em; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem .75rem; background: var(--surface); z-index: 1; }
.hidden-text { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
header p { color: var(--muted); overflow-wrap: anywhere; }
.verdict { display: flex; gap: 1rem; align-items: center; margin: 1.5rem 0 1rem; padding: 1.25rem 1.5rem; border: 1px solid; border-radius: 14px; }
.verdict svg { flex: none; width: 2.75rem; height: 2.75rem; }
.verdict h2 { font-size: 1.4rem; }
.verdict p { color: inherit; }
.cases { display: flex; flex-wrap: wrap; gap: .5rem; margin: .7rem 0 0; }
.cases > div { border-width: 1px; border-style: solid; border-radius: 10px; padding: .3rem .8rem; }
.cases dt { font-size: .82rem; }
.cases dd { margin: 0; font-weight: 600; }
.good { color: var(--good); background: var(--good-surface); border-color: var(--good-line); }
.caution { color: var(--caution); background: var(--caution-surface); border-color: var(--caution-line); }
.bad { color: var(--bad); background: var(--bad-surface); border-color: var(--bad-line); }
.neutral { color: var(--neutral); background: var(--neutral-surface); border-color: var(--neutral-line); }
.facts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; }
.facts > div { flex: 1 1 14rem; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: .8rem 1rem; min-width: 0; }
.facts dt { font-size: .82rem; color: var(--muted); }
.facts dd { margin: .1rem 0 0; font-size: 1.2rem; font-weight: 600; overflow-wrap: anywhere; line-height: 1.3; }
.facts dd + dd { font-size: .85rem; font-weight: 400; color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; list-style: none; margin: 1.25rem 0 0; padding: 0; }
main > section { margin-top: 2.5rem; }
main > section > h2 + p { color: var(--muted); max-width: 46rem; }
.panel { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem; margin-top: 1rem; }
.badge { display: inline-block; border-width: 1px; border-style: solid; border-radius: 999px; padding: .05rem .65rem; font-size: .85rem; font-weight: 600; line-height: 1.5; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: baseline; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
thead th { font-size: .82rem; color: var(--muted); white-space: nowrap; }
tbody tr:last-child > * { border-bottom: 0; }
tbody th { overflow-wrap: anywhere; }
.condition { display: none; }
td.number, th.number { text-align: right; white-space: nowrap; }
.matrix { padding: .25rem .5rem; }
.cards { display: grid; gap: 1rem; margin-top: 1rem; }
.architecture { margin-top: 1.75rem; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 1.1rem 1.25rem; min-width: 0; }
.card-head { display: flex; flex-wrap: wrap; gap: .4rem .75rem; align-items: baseline; }
.card-head .mono { color: var(--muted); }
.card-head .badge { margin-left: auto; }
.card-body { display: grid; align-items: start; gap: 0 2.5rem; }
@media (min-width: 46.01rem) {
  #file-list td:last-child { white-space: nowrap; }
  .matrix tbody th { min-width: 7.5rem; }
  .matrix .date { min-width: 7.2rem; }
}
@media (min-width: 46.01rem) { .card-body { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
.properties { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; margin: .9rem 0 0; font-size: .93rem; }
.properties dt { color: var(--muted); }
.properties dd { margin: 0; overflow-wrap: anywhere; }
.plain { list-style: none; margin: 0; padding: 0; }
.sections { margin-top: .25rem; }
.sections .sections, .sections .plain { padding-left: 1rem; }
del { color: var(--bad); }
ins { color: var(--good); text-decoration: none; }
.sections del::before { content: "- "; }
.sections ins::before { content: "+ "; }
.grid td, .grid th { white-space: nowrap; }
.devices { margin: .35rem 0 0; padding: 0; list-style: none; font-size: .93rem; }
.devices > li { border-top: 1px solid var(--line); padding: .55rem 0 .1rem; }
.devices ul { list-style: none; margin: .15rem 0 .35rem; padding: 0; color: var(--muted); }
.devices p { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.card h5 { font-size: .82rem; color: var(--muted); font-weight: 600; margin-top: .95rem; }
.notices { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: .75rem; }
.notice { border-width: 1px; border-style: solid; border-radius: 12px; padding: .9rem 1.1rem; overflow-wrap: anywhere; }
.notice h3 { font-size: 1rem; }
.notice h3::first-letter, .reasons li::first-letter { text-transform: uppercase; }
.reasons { margin: .5rem 0 0; padding-left: 1.2rem; overflow-wrap: anywhere; }
.notice dl { margin-top: .4rem; color: var(--text); }
.notice dt { color: inherit; }
figure { margin: 1rem 0 0; }
figure table { margin-top: 1rem; }
figure svg { display: block; width: 100%; height: auto; }
figure text { font-family: inherit; }
.narrow { display: none !important; }
@media (max-width: 46rem) { .narrow { display: block !important; } .wide { display: none !important; } }
.node rect { fill: var(--surface); stroke: var(--line); stroke-width: 1; }
.node.build rect { fill: var(--text); stroke: var(--text); }
.node.build text { fill: var(--surface); }
.node .kind { fill: var(--muted); font-size: 11.5px; }
.node.build .kind { fill: var(--surface); }
.node .name { fill: var(--text); font-size: 14px; font-weight: 600; }
.node.build .name { fill: var(--surface); }
.node .hash { fill: var(--muted); font-size: 11.5px; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.edge { fill: none; stroke: var(--muted); stroke-width: 1.25; }
.arrow { fill: var(--muted); }
.tile rect { stroke: var(--tile-line); stroke-width: 1.5; }
.tile text { fill: var(--tile-text); font-size: 12px; }
.tile .size { opacity: .8; font-size: 11px; }
.tile-amd64 rect, .key-amd64 { fill: var(--amd64); background: var(--amd64); }
.tile-x86 rect, .key-x86 { fill: var(--x86); background: var(--x86); }
.tile-arm64 rect, .key-arm64 { fill: var(--arm64); background: var(--arm64); }
.tile-other rect, .key-other { fill: var(--other); background: var(--other); }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: 3px; margin-right: .5rem; vertical-align: -.05rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
details { margin-top: .75rem; }
summary { cursor: pointer; color: var(--link); }
pre { margin: 1rem 0 0; padding: 1rem 1.1rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 12px; overflow-x: auto; line-height: 1.6; }
.filter { margin-top: 1rem; display: flex; flex-wrap: wrap; gap: .5rem .9rem; align-items: center; }
.filter[hidden] { display: none; }
.filter input { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--muted); border-radius: 8px; padding: .4rem .7rem; width: min(24rem, 100%); }
#file-list { font-size: .88rem; }
#file-list :is(td, tbody th) { padding-block: .3rem; }
/* By position: thousands of rows carry no classes. */
#file-list td:last-child { color: var(--muted); }
#file-list td:nth-child(2) { text-align: right; white-space: nowrap; }
@media (max-width: 46rem) {
  .page { padding: 1.25rem .9rem 3rem; }
  h1 { font-size: 1.4rem; }
  .verdict { padding: 1rem; gap: .8rem; }
  .verdict h2 { font-size: 1.15rem; }
  .verdict svg { width: 2.1rem; height: 2.1rem; }
  .facts { gap: .5rem; }
  .facts > div { flex-basis: 9rem; }
  .facts dd { font-size: 1.02rem; }
  .panel, .card { padding: .95rem; border-radius: 12px; }
  .properties { gap: .2rem .9rem; }
  .devices code { font-size: .72em; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; }
  .stacked tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .stacked tbody tr:last-child { border-bottom: 0; }
  .stacked tr[hidden] { display: none; }
  .stacked th, .stacked td { border: 0; padding: .05rem .25rem; }
  .stacked td.number, #file-list td:nth-child(2) { text-align: left; }
  #file-list :is(td, tbody th) { padding-block: .05rem; }
  #file-list td:nth-child(2)::after { content: " bytes"; }
  .matrix .stacked tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .25rem; }
  .matrix .stacked th { flex: 1 1 70%; }
  .matrix .stacked td { order: 1; font-size: .9rem; color: var(--muted); }
  .matrix .stacked td.verdict-cell { order: 0; }
  .condition { display: inline; margin-right: .4rem; }
}
@media print {
  :root {
    --page: #fff; --surface: #fff; --sunken: #fff; --text: #000; --muted: #444; --line: #bbb; --link: #000;
    --amd64: #dbe7f8; --x86: #dcf0e6; --arm64: #f9ebd9; --other: #ece7f6; --tile-text: #000; --tile-line: #fff;
    --good: #14653a; --good-surface: #fff; --caution: #7a4b00; --caution-surface: #fff; --bad: #a3162a; --bad-surface: #fff;
  }
  body { font-size: 9.5pt; }
  .page { max-width: none; padding: 0; }
  nav, .filter, .skip { display: none; }
  main > section { margin-top: 1.5rem; }
  .card, .notice, .facts > div, figure, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  pre { white-space: pre-wrap; }
  .tile rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  #file-list td:last-child { font-size: 6.5pt; }
}
`;
