"""Made-up texts in the structure of the official ones; none of their wording is official."""

from __future__ import annotations

OPENING = "A licence is refused where made-up things hold, inter alia:"
REPRESSION = "refuse on a made risk of repression;"


def html(opening: str = OPENING, repression: str = REPRESSION) -> str:
    """A page of the Official Journal: every mark and its words in one paragraph."""
    return f"""<!DOCTYPE html><html><head><title>Article 7</title></head><body>
<p>02008E0944-20190917 - EN - made up</p>
<p>the Council of made things and the Member States shall</p>
<p class="oj-ti-art">Article 1</p><p class="oj-sti-art">Scope</p>
<p>1. Each made licence is looked at. <span class="oj-note-tag">(1)</span></p>
<p>1a. On made news it is looked at again.</p>
<p class="oj-ti-art">Article 2</p><p>Criteria</p>
<p>1. Criterion One: made duties.</p><p>{opening}</p>
<p>(a) made sanctions:</p><p>(i) of the first kind;</p><p>(ii) of the second kind;</p>
<p>(ba) made conventional weapons.</p>
<p>2. Criterion Two: made rights.</p>
<p>— Having looked at made instruments, the Member States shall:</p>
<p>(a) {repression}</p><p>(b) be careful.</p>
<p>For this, goods count where they were used. They count twice where used twice.</p>
<p>— Having looked at other instruments, the Member States shall:</p>
<p>(c) refuse on made violations.</p>
<p>3. Criterion Three: made conflict. It is refused.</p>
<p>Article 10</p><p>Made effects do not count.</p>
<p class="oj-note">(1) a foot note</p>
<p>Done at Nowhere. Made in a day.</p></body></html>"""


CONSOLIDATED = f"""<html><body>
<p>02008E0944-20190917</p><p>the Member States shall</p>
<p class="title-article-norm">Article 1</p><p class="stitle-article-norm">Scope</p>
<div class="norm"><span class="no-parag">1.  </span><div class="norm inline-element">Each made
licence is looked at.</div></div>
<p class="modref"><a>▼M1</a></p>
<div class="norm"><span>1a.  </span><div>►M1 On made news it is looked at again. ◄</div></div>
<p class="title-article-norm">Article 2</p><p class="stitle-article-norm">Criteria</p>
<div><span>1.  </span><div>Criterion One: made duties.</div></div><p>{OPENING}</p>
<div class="grid-container"><div><span>(a) </span></div><div><p>made sanctions:</p>
<div><div>(i)</div><div>of the first kind;</div></div>
<div><div>(ii)</div><div>of the second kind;</div></div></div></div>
<table><tr><td><p>(ba)</p></td><td><p>made conventional weapons.</p></td></tr></table>
<div><span>2.  </span><div>Criterion Two: made rights.</div></div>
<table><tr><td>—</td><td>Having looked at made instruments, the Member States shall:</td></tr>
</table>
<table><tr><td>(a)</td><td>{REPRESSION}</td></tr><tr><td>(b)</td><td>be careful.</td></tr></table>
<p>For this, goods count where they were used. They count twice where used twice.</p>
<table><tr><td>—</td><td>Having looked at other instruments, the Member States shall:</td></tr>
</table>
<table><tr><td>(c)</td><td>refuse on made violations.</td></tr></table>
<p>3.   Criterion Three: made conflict. It is refused.</p>
<p>Article 10</p><p>Made effects do not count.</p></body></html>"""

FORMEX = f"""<?xml version="1.0" encoding="UTF-8"?>
<CONS.ACT><BIB.INSTANCE>32008E0944</BIB.INSTANCE><P>the Member States shall</P>
<ARTICLE><TI.ART>Article 1</TI.ART><STI.ART><P>Scope</P></STI.ART>
<PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>Each made licence is looked at.<NOTE><P>(1) a foot
note</P></NOTE></ALINEA></PARAG>
<PARAG><NO.PARAG>1a.</NO.PARAG><ALINEA>On made news it is looked at again.</ALINEA></PARAG>
</ARTICLE>
<ARTICLE><TI.ART>Article 2</TI.ART><STI.ART><P>Criteria</P></STI.ART>
<PARAG><NO.PARAG>1.</NO.PARAG><ALINEA>Criterion One: made duties.</ALINEA>
<ALINEA><P>{OPENING}</P><LIST>
<ITEM><NP><NO.P>(a)</NO.P><TXT>made sanctions:</TXT><P><LIST>
<ITEM><NP><NO.P>(i)</NO.P><TXT>of the first kind;</TXT></NP></ITEM>
<ITEM><NP><NO.P>(ii)</NO.P><TXT>of the second kind;</TXT></NP></ITEM></LIST></P></NP></ITEM>
<ITEM><NP><NO.P>(ba)</NO.P><TXT>made conventional weapons.</TXT></NP></ITEM></LIST></ALINEA></PARAG>
<PARAG><NO.PARAG>2.</NO.PARAG><ALINEA>Criterion Two: made rights.</ALINEA>
<ALINEA><P>— Having looked at made instruments, the Member States shall:</P>
<LIST><ITEM><NP><NO.P>(a)</NO.P><TXT>{REPRESSION}</TXT></NP></ITEM>
<ITEM><NP><NO.P>(b)</NO.P><TXT>be careful.</TXT></NP></ITEM></LIST></ALINEA>
<ALINEA>For this, goods count where they were used. They count twice where used twice.</ALINEA>
<ALINEA><P>— Having looked at other instruments, the Member States shall:</P>
<LIST><ITEM><NP><NO.P>(c)</NO.P><TXT>refuse on made violations.</TXT></NP></ITEM></LIST></ALINEA>
</PARAG>
<PARAG><NO.PARAG>3.</NO.PARAG><ALINEA>Criterion Three: made conflict. It is refused.</ALINEA>
</PARAG></ARTICLE>
<ARTICLE><TI.ART>Article 10</TI.ART><ALINEA>Made effects do not count.</ALINEA></ARTICLE>
</CONS.ACT>"""

PLAIN = f"""32008E0944
the Member States shall

Article 1
Scope

1. Each made licence
is looked at.
1a. On made news it is looked at again.

Article 2
Criteria

1. Criterion One: made duties.

{OPENING}
(a) made sanctions:
(i) of the first kind;
(ii) of the second kind;
(ba) made conventional
weapons.

2. Criterion Two: made rights.
- Having looked at made instruments, the Member States shall:
(a) {REPRESSION}
(b) be careful.

For this, goods count where they were used. They count
twice where used twice.

- Having looked at other instruments, the Member States shall:
(c) refuse on made violations.

3. Criterion Three: made conflict. It is refused.

Article 10
Made effects do not count.

Done at Nowhere. Made in a day.
"""

AMENDING = """<html><body><p>32025D0779</p>
<p>Article 1</p><p>Common Position 2008/944/CFSP is amended as follows:</p>
<p>(1)</p><p>Article 2 is amended as follows:</p>
<p>(a)</p><p>in paragraph 1, point (bb) is replaced by the following:</p>
<p>‘(bb)</p><p>the made duties of the treaty on arms trade;’;</p>
<p>(b)</p><p>in paragraph 2, the following point is added:</p>
<p>‘(d) refuse where a made risk is seen.’</p>
<p>Article 2</p><p>This Decision takes effect on the day of its made publication.</p>
</body></html>"""

LANGUAGES = {
    "EN": "Article 1\nScope\n\n1. The states shall look at the made list of Member States:\n"
    "(a) the made goods.\n\n2. The rest of the made words.\n",
    "NL": "Artikel 1\nWerkingssfeer\n\n1. De lidstaten kijken naar het lijstje van een lidstaat:\n"
    "a) de bedachte goederen.\n\n2. Het overige wordt bedacht.\n",
    "DE": "Artikel 1\nGeltung\n\n(1) Die Mitgliedstaaten werden die erdachte Liste der Staaten\n"
    "ansehen:\na) die Güter und der Rest.\n\n(2) Der erdachte Rest.\n",
    "FR": "Article premier\nChamp\n\n1. Les États membres regardent les mots des listes et une\n"
    "chose:\n"
    "a) les biens inventés et le reste.\n\n2. Une suite des mots.\n",
}
