"""Style of the page of a result, beside that of every page."""

from __future__ import annotations

from typing import Final

__all__ = ["CSS"]

# Status is told by its word and the form of its edge; colour only repeats it. Nothing is green:
# that no rule is met is no permission.
CSS: Final = """
:root { --weak: #5a6470; --ask: #7a5200; --look: #9a3d00; --bar: #a3001b; --in: #0b4a8f;
  --in-fill: #e8f0fa; --out-fill: #fbeae3; --mid-fill: #f4f2ea; }
@media (prefers-color-scheme: dark) {
  :root { --weak: #b4bcc6; --ask: #ecc468; --look: #ffb086; --bar: #ff9aa6; --in: #9cc9ff;
    --in-fill: #1b2836; --out-fill: #35231b; --mid-fill: #2a2821; }
}
.answer { border: 2px solid var(--weak); border-left-width: .7rem; padding: .6rem 1rem;
  margin: 1rem 0; }
.answer p { margin: .3rem 0; }
.answer .headline { font-size: 1.35rem; font-weight: bold; line-height: 1.25; }
.undetermined, .open { --status: var(--ask); }
.review, .duty { --status: var(--look); }
.presumptive_denial { --status: var(--bar); }
.answer, .finding { border-color: var(--status, var(--weak)); }
.finding.open { border-left-style: dashed; }
.presumptive_denial.answer, .presumptive_denial.finding { border-left-style: double; }
.status { color: var(--status, var(--weak)); font-weight: bold; }
.finding, .fold { border: 1px solid var(--line);
  border-left: .35rem solid var(--status, var(--line));
  margin: .5rem 0; padding: 0 .8rem; }
summary { cursor: pointer; padding: .7rem 0; overflow-wrap: anywhere; }
summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
summary + * { margin-top: 0; }
code { font-family: "Liberation Mono", Consolas, monospace; font-size: .9em;
  overflow-wrap: anywhere; }
dl.facts dt { font-weight: normal; }
body { overflow-wrap: anywhere; }
th, td { min-width: 4.5rem; overflow-wrap: break-word; }
@media (max-width: 30rem) {
  #chain th, #chain td { padding: .25rem .3rem; min-width: 0; font-size: .85rem; }
}
.ask li { margin: .5rem 0; }
.given { display: grid; grid-template-columns: minmax(6rem, 11rem) 1fr; gap: .15rem 1rem; }
.given dt { grid-column: 1; margin: 0; font-weight: normal; color: var(--soft); }
.given dd { grid-column: 2; margin: 0; }
.small { font-size: .85rem; }
.printed { display: none; }
@media (max-width: 30rem) { .given { display: block; } .given dt { margin-top: .4rem; } }
.chain { display: block; max-width: 100%; height: auto; margin: .8rem 0;
  font: 14px "Liberation Sans", Arial, Helvetica, sans-serif; }
.chain text { fill: var(--ink); }
.chain .place { font-weight: bold; }
.chain .mark { font-weight: bold; font-size: 13px; }
.chain .role, .chain .lane-name { font-size: 13px; fill: var(--soft); }
.chain .lane { fill: var(--head); stroke: var(--line); }
.chain .hand rect { fill: var(--in-fill); stroke: var(--in); stroke-width: 2; }
.chain .outside rect { fill: var(--out-fill); stroke: var(--look); stroke-dasharray: 7 4;
  stroke-width: 3; }
.chain .middle rect { fill: var(--mid-fill); stroke: var(--ask); stroke-dasharray: 2 4; }
.chain .arrow path { fill: var(--ink); }
.chain .arrow .line { fill: none; stroke: var(--ink); stroke-width: 2; }
.wide-chain { display: none; }
@media (min-width: 48rem) {
  .wide-chain { display: block; }
  .tall-chain:not(.alone) { display: none; }
}
@media print {
  :root { --weak: #333333; --ask: #333333; --look: #000000; --bar: #000000; --in: #000000;
    --in-fill: #ffffff; --out-fill: #eeeeee; --mid-fill: #ffffff; }
  .fold:not([open]), .finding:not([open]) > :not(summary) { display: none; }
  .fold[open] + .printed { display: none; }
  .printed { display: block; }
  body { font-size: 8.5pt; line-height: 1.25; }
  h1 { font-size: 14pt; margin: 0 0 .2rem; }
  h2 { font-size: 11pt; margin: .7rem 0 .2rem; }
  h3 { font-size: 9.5pt; margin: .5rem 0 .15rem; }
  p, li, dd { max-width: none; }
  .answer { padding: .2rem .6rem; margin: .3rem 0; }
  .answer .headline { font-size: 11pt; }
  .answer p, .ask li, p, ol, ul { margin-top: .1rem; margin-bottom: .1rem; }
  .finding { border: none; border-left: .2rem solid var(--status, var(--line));
    margin: .15rem 0; padding: 0 .5rem; }
  small, .small { font-size: 7pt; }
  summary { list-style: none; padding: .1rem 0; }
  .chain { max-height: 38mm; margin: .1rem 0; }
  .of-alliance { display: inline-block; width: 49%; vertical-align: top; }
  .finding, .answer, .chain { break-inside: avoid; }
  h3 + p { break-after: avoid; }
}
"""
