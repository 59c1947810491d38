"""HTML as different programs put it on the clipboard."""
# ruff: noqa: E501 - the lines are as long as those programs write them

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns:st1="urn:schemas-microsoft-com:office:smarttags" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @list l0:level1 {mso-level-number-format:bullet;} p.MsoNormal {margin:0cm;} --></style></head>
<body lang=EN-US style='tab-interval:36.0pt'>
<!--StartFragment-->
<h1 style='mso-pagination:widow-orphan'><b><span lang=EN-GB style='font-size:16pt'>Findings<o:p></o:p></span></b></h1>
<p class=MsoNormal><span lang=EN-GB style='font-family:"Calibri",sans-serif;color:#1F3864'>The <b style='mso-bidi-font-weight:
normal'>mission</b> visited <st1:City w:st="on"><st1:place w:st="on">Velda</st1:place></st1:City> on
<i>Monday</i>.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span
style='font-size:12pt'>[1]</span></span><![endif]></span></span></a><o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>First point<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Below it<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Second <b>point</b><o:p></o:p></p>
<p class=MsoNormal>Between.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>3.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Third of all</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>4.<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Fourth</p>
<p class=MsoNormal>It was <del cite="mailto:Aida" datetime="2024-06-03T10:00">not </del><ins cite="mailto:Aida"
datetime="2024-06-03T10:01">quite </ins>calm.<span class=MsoCommentReference><span style='font-size:8.0pt'><a
style='mso-comment-reference:AK_1;mso-comment-date:20240603T1000'></a><a id="_anchor_1" class=msocomanchor
href="#_msocom_1" name="_msoanchor_1">[AK1]</a></span></span> See <a href="https://example.org/report?a=1&amp;b=2">the
report</a>.</p>
<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
 <thead><tr style='mso-yfti-irow:0'><td width=301 valign=top style='width:225.4pt;border:solid windowtext 1.0pt'>
  <p class=MsoNormal><b>Place<o:p></o:p></b></p></td><td width=301><p class=MsoNormal><b>Shots</b></p></td></tr></thead>
 <tr style='mso-yfti-irow:1'><td><p class=MsoNormal>Velda<o:p></o:p></p></td><td><p class=MsoNormal>12</p></td></tr>
 <tr><td colspan=2><p class=MsoNormal>None elsewhere</p><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr>
</table>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> By invitation of the council.</p></div></div>
<div style='mso-element:comment-list'><div style='mso-element:comment'><div id="_com_1" class=msocomtxt>
<p class=MsoCommentText><span style='mso-comment-author:"Aida"'>[AK1]Is this true?</span></p></div></div></div>
<!--EndFragment--></body></html>"""

WORD_CLEAN = (
    "<h2>Findings</h2>"
    "<p>The <b>mission</b> visited Velda on <i>Monday</i>.<sup>[1]</sup></p>"
    "<ul><li>First point<ul><li>Below it</li></ul></li><li>Second <b>point</b></li></ul>"
    "<p>Between.</p>"
    '<ol start="3"><li>Third of all</li><li>Fourth</li></ol>'
    '<p>It was quite calm. See <a href="https://example.org/report?a=1&amp;b=2">the report</a>.</p>'
    '<table><thead><tr><th scope="col"><b>Place</b></th><th scope="col"><b>Shots</b></th></tr></thead>'
    '<tbody><tr><td>Velda</td><td>12</td></tr><tr><td colspan="2">None elsewhere</td></tr></tbody></table>'
    "<hr><p>[1] By invitation of the council.</p>"
)

GOOGLE = """<meta charset='utf-8'><meta charset="utf-8"><b style="font-weight:normal;"
id="docs-internal-guid-0a1b2c3d-7fff-1234-abcd-0123456789ab"><h2 dir="ltr" style="line-height:1.38;margin-top:18pt;"><span
style="font-size:16pt;font-family:Arial,sans-serif;color:#000000;font-weight:700;">Next steps</span></h2><p dir="ltr"
style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;white-space:pre-wrap;">The </span><span
style="font-size:11pt;font-weight:700;font-style:normal;white-space:pre-wrap;">council</span><span
style="font-weight:400;font-style:italic;"> agreed</span><span style="font-weight:400;">, see </span><a
href="https://www.google.com/url?q=https://example.org/a%3Fb%3Dc&amp;sa=D&amp;source=editors&amp;ust=1"
style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline;">here</span></a><sup><a
href="#ftnt1" id="ftnt_ref1">[1]</a></sup><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup><span>.</span></p><br><ul
style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-weight:400;">one</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>below
one</span></p></li></ul><li dir="ltr" aria-level="1"><p role="presentation"><span>two H</span><span
style="font-size:0.6em;vertical-align:sub;">2</span><span>O</span></p></li></ul><div dir="ltr" align="left"><table
style="border:none;border-collapse:collapse;"><colgroup><col width="301"><col width="301"></colgroup><tbody><tr
style="height:0pt"><td style="border:solid #000 1pt;"><p dir="ltr"><span style="font-weight:700;">Year</span></p></td><td><p
dir="ltr"><span>Cases</span></p></td></tr><tr><td><p><span>2023</span></p></td><td><p><span>7</span></p></td></tr></tbody>
</table></div><hr><div><p dir="ltr"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> In full session.</span></p></div><div><p><a
href="#cmnt_ref1" id="cmnt1">[a]</a><span>Who says so?</span></p></div></b><br class="Apple-interchange-newline">"""

GOOGLE_CLEAN = (
    "<h2>Next steps</h2>"
    '<p>The <b>council</b><i> agreed</i>, see <a href="https://example.org/a?b=c">here</a><sup>[1]</sup>.</p>'
    "<ul><li>one<ul><li>below one</li></ul></li><li>two H<sub>2</sub>O</li></ul>"
    "<table><tbody><tr><td><b>Year</b></td><td>Cases</td></tr><tr><td>2023</td><td>7</td></tr></tbody></table>"
    "<hr><p>[1] In full session.</p>"
)

MAIL = """<html><head><style>.x{color:red}</style></head><body><div style="display:none;max-height:0">Preview text</div>
<table role="presentation" width="100%"><tr><td><table width="600"><tr><td class="x" style="padding:8px">
<div dir="ltr">Dear all,<div><br></div><div>the hall opens at <span style="font-weight:bold">ten</span>.<br>Bring a
card.<br><br>Details: <a href="https://eur02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fhall&amp;data=05"
onclick="x()">the hall</a><img src="https://track.example/p.gif" width="1" height="1"></div>
<div>•&nbsp;&nbsp;quiet please</div><p>•&nbsp;doors at nine</p><p>• no photographs</p>
<blockquote type="cite" style="margin:0"><div>When does it open?</div></blockquote><script>alert(1)</script></div>
</td></tr></table></td></tr></table></body></html>"""

MAIL_CLEAN = (
    "<p>Dear all,</p><p>the hall opens at <b>ten</b>.<br>Bring a card.</p>"
    '<p>Details: <a href="https://example.org/hall">the hall</a></p>'
    "<ul><li>quiet please</li><li>doors at nine</li><li>no photographs</li></ul>"
    "<blockquote><p>When does it open?</p></blockquote>"
)

PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</i>",
    "<li>",
    "<ul>",
    "<td>",
    "</table>",
    "<table>",
    "<tr>",
    "<![if x]>",
    "<!--",
    "-->",
    "<a href=#_ftn1>",
]
PIECES += [
    "<p style='mso-list:l0 level3'>",
    "<span style='mso-list:Ignore'>",
    "<script>",
    "<svg onload=x>",
    "text",
    "&#0;",
    "<br>",
    "<o:p>",
    "<a href=https://example.org/>",
    "<sup>",
]
"""Pieces of HTML from which property tests build arbitrary sources."""
