"""HTML that means ill. `lacks` are pieces that no output may hold."""
from kit.letter import fixture, mail

NEVER = ["<script", "<svg", "<math", "<style", "<iframe", "<img", "<object", "<form", "<base", "<meta", "<link", " on", "javascript:", "style="]


def hostile(name, html, shown=None, lacks=(), text=None):
    expected = {"html_lacks": NEVER + list(lacks)}
    if shown is not None:
        expected["html"] = shown
    if text is not None:
        expected["text"] = text
    fixture(f"html-{name}", mail(html, "text/html; charset=utf-8"), **expected)


hostile("script", "a<script>alert(1)</script>b", "ab", text="ab")
hostile("script-case", "a<ScRiPt src=//evil.example></sCrIpT >b", "ab")
hostile("script-never-closed", "a<script>alert(1)<p>b</p>", "a")
hostile("onerror", "<img src=x onerror=alert(1)>ok", "ok", lacks=["alert"])
hostile("onclick", "<p onclick='alert(1)' style='color:red' class=x id=y>ok</p>", "<p>ok</p>")
hostile("javascript-link", "<a href='javascript:alert(1)'>x</a>", "x")
hostile("javascript-link-tab", "<a href='java\tscript:alert(1)'>x</a>", "x")
hostile("javascript-link-entities", "<a href='&#106;avascript&colon;alert(1)'>x</a>", "x")
hostile("data-link", "<a href='data:text/html,<script>1</script>'>x</a>", "x")
hostile("vbscript-link", "<a href=' vbscript:x'>x</a>", "x")
hostile("relative-link", "<a href='/x'>x</a>", "x")
hostile("svg", "a<svg><script>alert(1)</script><a xlink:href='javascript:1'><text>t</text></a></svg>b", "ab")
hostile("math", "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>", "", lacks=["alert"])
hostile("style", "<style>p{background:url(//evil.example)}</style><p>ok</p>", "<p>ok</p>", lacks=["evil"])
hostile("iframe", "<iframe src='//evil.example'>inner</iframe>ok", "ok", lacks=["evil"])
hostile("form", "<form action='//evil.example'><input name=seed><button>Send</button></form>", "<div>Send</div>", lacks=["evil"])
hostile("base", "<base href='//evil.example/'><a href='x'>y</a>", "y", lacks=["evil"])
hostile("meta-refresh", "<meta http-equiv=refresh content='0;url=//evil.example'>ok", "ok", lacks=["evil"])
hostile("comment", "a<!-- <b> --><!--><b>x</b>--><![if !mso]>c<![endif]>", "a<b>x</b>--&gt;c")
hostile("comment-never-closed", "a<!-- b", "a")
hostile("tag-never-closed", "a<b", "a")
hostile("attribute-never-closed", "a<p title=\"x>b<script>", "a")
hostile("textarea", "<textarea><script>1</script></textarea>ok", "ok")
hostile("title", "<title><b></title>ok", "ok")
hostile("template", "<template><p>x</p></template>ok", "ok")
hostile("entities", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; &unknown; &#0; &#x41;", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt; &amp;unknown; \ufffd A")
hostile("not-closed", "<div><p><b>x", "<div><p><b>x</b></p></div>")
hostile("wrong-order", "<b><i>x</b>y</i>", "<b><i>x</i></b>y")
hostile("closing-only", "</div></b>x", "x")
hostile("deep", "<div>" * 200 + "x", "<div>" * 64 + "x" + "</div>" * 64)
hostile("tracking-pixel", "<p>ok<img src='https://t.example/p.gif' width=1 height=1></p>", "<p>ok</p>", lacks=["t.example"])
hostile("alt", "<img alt='a \"b\" <c>' src=x>", "[a \"b\" &lt;c&gt;]")
hostile("link", "<a href='https://Desk.example/a?b=1&amp;c=2#d' target=_blank onclick=x>help</a>", '<a href="https://desk.example/a?b=1&amp;c=2#d">help</a>', text="help <https://desk.example/a?b=1&c=2#d>")
hostile("link-other-host", "<a href='https://evil.example/login'>https://wallet.example</a>", '<a href="https://evil.example/login">https://wallet.example [evil.example]</a>')
hostile("link-same-host", "<a href='https://wallet.example/'>www.wallet.example</a>", '<a href="https://wallet.example/">www.wallet.example</a>')
hostile("link-host-in-front", "<a href='https://wallet.example.evil.example/'>wallet.example</a>", '<a href="https://wallet.example.evil.example/">wallet.example [wallet.example.evil.example]</a>')
hostile("link-user-name", "<a href='https://wallet.example@evil.example/'>x</a>", "x", lacks=["evil"])
hostile("link-punycode", "<a href='https://xn--wllet-7ra.example/'>help</a>", '<a href="https://xn--wllet-7ra.example/">help [xn--wllet-7ra.example]</a>')
hostile("link-other-letters", "<a href='https://wаllet.example/'>x</a>", "x")
hostile("link-backslash", "<a href='https:\\\\evil.example'>x</a>", "x")
hostile("link-quote", "<a href='https://a.example/\"><script>1</script>'>x</a>", '<a href="https://a.example/%22%3E%3Cscript%3E1%3C/script%3E">x</a>')
hostile("link-mail", "<a href='mailto:li@example.com?subject=x'>write</a>", '<a href="mailto:li@example.com?subject=x">write</a>')
hostile("link-turned-around", "<a href='https://evil.example/'>\u202emoc.tellaw</a>", '<a href="https://evil.example/">moc.tellaw [evil.example]</a>')
hostile("link-in-link", "<a href='https://a.example/'>x<a href='https://b.example/'>y</a></a>", '<a href="https://a.example/">x</a><a href="https://b.example/">y</a>')
hostile("table", "<table border=1><tr><td colspan=2 width=9>a</td><td rowspan='2\"'>b</td></tr></table>", '<table><tr><td colspan="2">a</td><td>b</td></tr></table>', text="a | b")
hostile("list", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>", text="- a\n- b")
hostile("word-tags", "<o:p>a</o:p><st1:place>b</st1:place>", "ab")
hostile("nul", "<scr\x00ipt>alert(1)</script>", None)
hostile("xmp", "<xmp><p>x</xmp>ok", "ok")
hostile("noscript", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>ok", None)
hostile("select", "<select><option>x</select>ok", "ok")
