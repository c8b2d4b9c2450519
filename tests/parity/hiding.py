"""Pages whose links are hidden, or only look so: each way by itself, mixed into pages by a fixed seed, and by scripts.

In a case `L` is a link and `H` the href of one; `_` makes its names its own, for many stand on one page.
"""

# ruff: noqa: E501 - a case stands in one piece

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

WAYS: list[tuple[str, str]] = [
    # by a rule of its own
    (".a_{display:none}", "<p class=a_>L</p>"),
    (".a_{visibility:hidden}", "<p class=a_>L <b style='visibility:visible'>L</b></p>"),
    (".a_{opacity:0}", "<p class=a_>L</p><p class=a_ style='opacity:.6'>L</p>"),
    (".a_{opacity:.01}", "<p class=a_>L</p>"),
    (".a_{filter:opacity(0)}", "<p class=a_>L</p>"),
    (".a_{content-visibility:hidden}", "<div class=a_>L</div>"),
    (".a_{content-visibility:auto}", "<div class=a_>L</div>"),
    (".a_{display:contents}", "<div class=a_>L</div>"),
    ("", "<p hidden>L</p><p hidden style='display:block'>L</p><a hidden H>x</a>"),
    # letters too small
    (".a_{font-size:0}", "<p class=a_>L</p>"),
    (".a_{font-size:1px}", "<p class=a_>L</p>"),
    (".a_{font-size:0}", "<p class=a_>L<span style='font-size:14px'>L</span></p>"),
    (".a_{font-size:0}", "<p class=a_><a H><img src=x width=40 height=40 alt=x></a></p>"),
    (".a_{font-size:0}", "<p class=a_><a H><span style='font-size:1rem'>words</span></a></p>"),
    (".a_{font:0/0 a}", "<p class=a_>L</p>"),
    (".a_{font:bold 0/1 serif}", "<p class=a_>L</p>"),
    (".a_{font:700 14px/1.5 Arial,sans-serif}", "<p class=a_ >L</p>"),
    (".a_{font-size:0;font:14px sans-serif}", "<p class=a_>L</p>"),
    (".a_{font:14px sans-serif;font-size:0}", "<p class=a_>L</p>"),
    (".a_{font-size:.05em}", "<p class=a_>L</p>"),
    (".a_{font-size:2em} .a_ .b_{font-size:50%}", "<p class=a_><span class=b_>L</span></p>"),
    (".a_{font-size:calc(1px - 1px)}", "<p class=a_>L</p>"),
    (".a_{font-size:-1px}", "<p class=a_>L</p>"),
    (".a_{font-size:small}", "<p class=a_>L</p>"),
    (".a_{font-size:initial}", "<div style='font-size:0'><p class=a_>L</p></div>"),
    # letters as what is behind them
    (".a_{color:#fff}", "<p>text <a class=a_ H>word</a></p>"),
    (".a_{color:white;background:#036}", "<p><a class=a_ H>word</a></p>"),
    (".a_{background:#222} .a_ a{color:#222}", "<div class=a_>L</div>"),
    (".a_{background:#222} .a_ a{color:#eee}", "<div class=a_>L</div>"),
    (".a_{background:#222;color:#222}", "<div class=a_>L <a style='color:inherit' H>word</a></div>"),
    (".a_{color:transparent}", "<a class=a_ H>word</a>"),
    (".a_{color:rgba(0,0,0,0)}", "<a class=a_ H>word</a>"),
    (".a_{color:rgb(255 255 255 / 100%)}", "<a class=a_ H>word</a>"),
    (".a_{color:hsl(0,0%,100%)}", "<a class=a_ H>word</a>"),
    (".a_{color:#fefefe}", "<a class=a_ H>word</a>"),
    (".a_{color:#ddd}", "<a class=a_ H>word</a>"),
    (
        ".a_{color:transparent;-webkit-background-clip:text;background-image:linear-gradient(red,blue)}",
        "<a class=a_ H>word</a>",
    ),
    (".a_{color:transparent;text-shadow:0 0 3px #000}", "<a class=a_ H>word</a>"),
    (".a_{-webkit-text-fill-color:#fff}", "<a class=a_ H>word</a>"),
    (".a_{background:linear-gradient(#036,#069)} .a_ a{color:#fff}", "<div class=a_>L</div>"),
    (".a_{background:url(x.png) #fff} .a_ a{color:#fff}", "<div class=a_>L</div>"),
    (".a_{color:#fff}", "<div style='background:navy'><div style='padding:1em'><a class=a_ H>word</a></div></div>"),
    (".a_{color:tomato;color:not-a-colour}", "<a class=a_ H>word</a>"),
    (".a_{color:white;color:currentcolour}", "<a class=a_ H>word</a>"),
    (".a_{color:#fff!important}", "<a class=a_ style='color:red' H>word</a>"),
    (".a_{color:white}", "<p class=a_>text L</p>"),
    (".a_ a{color:inherit} .a_{color:white}", "<p class=a_>L</p>"),
    # moved away
    (".a_{position:absolute;left:-9999px}", "<p class=a_>L</p>"),
    (".a_{position:absolute;left:99999px}", "<p class=a_>L</p>"),
    (".a_{position:absolute;top:-9999px}", "<p class=a_>L</p>"),
    (".a_{position:absolute;right:99999px}", "<p class=a_>L</p>"),
    (".a_{position:relative;left:-9999px}", "<p class=a_>L</p>"),
    (
        ".a_{position:relative;left:-9999px} .a_ .b_{position:relative;left:9999px}",
        "<div class=a_><p class=b_>L</p>L</div>",
    ),
    (".a_{left:-9999px}", "<p class=a_>L</p>"),
    (".a_{position:absolute;left:-20px}", "<p class=a_ style='width:200px'>L and more words</p>"),
    (".a_{position:fixed;top:-100vh}", "<p class=a_>L</p>"),
    (".a_{position:fixed;left:100%}", "<p class=a_>L</p>"),
    (".a_{position:fixed;left:-320px;top:0;width:300px}", "<div class=a_>L</div>"),
    (".a_{position:fixed;right:0;top:0;width:300px}", "<div class=a_>L</div>"),
    (".a_{position:fixed;left:0;top:0;width:300px;transform:translateX(-100%)}", "<div class=a_>L</div>"),
    (".a_{position:absolute;inset:auto auto auto -9999px}", "<p class=a_>L</p>"),
    (".a_{position:absolute;inset-inline-start:-9999px}", "<p class=a_>L</p>"),
    (".a_{position:absolute;left:-9999em}", "<p class=a_>L</p>"),
    (".a_{position:absolute;left:calc(-1 * 9999px)}", "<p class=a_>L</p>"),
    (".a_{margin-left:-9999px}", "<p class=a_>L</p>"),
    (".a_{margin-top:-9999px;position:absolute}", "<p class=a_>L</p>"),
    (".a_{margin:0 0 0 -9999px}", "<p class=a_>L</p>"),
    (".a_{margin-left:-9999px;padding-left:9999px}", "<p class=a_>L</p>"),
    (".a_{margin-left:-20px}", "<p class=a_>Some words and L</p>"),
    (".a_{position:absolute;left:50%;margin-left:-600px;width:1200px}", "<div class=a_>L</div>"),
    (".a_{transform:translateX(-9999px)}", "<p class=a_>L</p>"),
    (".a_{transform:translate(-9999px,0)}", "<p class=a_>L</p>"),
    (".a_{transform:translate3d(-5000px,0,0)}", "<p class=a_>L</p>"),
    (".a_{translate:-9999px}", "<p class=a_>L</p>"),
    (".a_{transform:translateY(20px)}", "<p class=a_>L</p>"),
    (".a_{position:absolute;left:50%;transform:translate(-50%,0)}", "<p class=a_>L</p>"),
    (".a_{transform:scale(0)}", "<p class=a_>L</p>"),
    (".a_{transform:scale(.001)}", "<p class=a_>L</p>"),
    (".a_{transform:scale(1)}", "<p class=a_>L</p>"),
    (".a_{scale:0}", "<p class=a_>L</p>"),
    (".a_{transform:rotateY(90deg)}", "<p class=a_>L</p>"),
    (".a_{transform:rotate(3deg)}", "<p class=a_>L</p>"),
    (".a_{transform:translateX(-9999px)}", "<a class=a_ H>inline elements are not transformed</a>"),
    (".a_{text-indent:-9999px}", "<p class=a_>L</p>"),
    (".a_{text-indent:-9999px}", "<p class=a_><span style='display:block;text-indent:0'>L</span></p>"),
    (
        ".a_{display:block;width:90px;height:30px;background:url(logo.png);text-indent:-9999px;overflow:hidden}",
        "<a class=a_ H>Name</a>",
    ),
    (".a_{display:block;width:90px;height:30px;text-indent:-9999px;overflow:hidden}", "<a class=a_ H>Name</a>"),
    (".a_{display:block;width:90px;text-indent:100%;white-space:nowrap;overflow:hidden}", "<a class=a_ H>Name</a>"),
    (".a_{text-indent:2em}", "<p class=a_>L</p>"),
    # cut off
    (".a_{height:0;overflow:hidden}", "<div class=a_>L</div>"),
    (".a_{height:0}", "<div class=a_>L</div>"),
    (".a_{width:1px;height:1px;overflow:hidden}", "<div class=a_>L</div>"),
    (".a_{width:1px;height:1px;overflow:hidden}", "<span class=a_>L</span>"),
    (".a_{width:1px;height:1px;overflow:hidden;position:absolute}", "<span class=a_>L</span>"),
    (".a_{max-height:0;overflow:hidden}", "<div class=a_>L</div>"),
    (".a_{max-height:0;overflow-y:clip}", "<div class=a_>L</div>"),
    (".a_{max-width:0;overflow:hidden;white-space:nowrap}", "<div class=a_>L</div>"),
    (".a_{height:0;overflow:hidden;min-height:50px}", "<div class=a_>L</div>"),
    (
        ".a_{height:0;padding-bottom:56.25%;overflow:hidden;position:relative} .a_ a{position:absolute;top:0;left:0}",
        "<div class=a_>L</div>",
    ),
    (
        ".a_{height:0;padding-bottom:40%;overflow:hidden;position:relative}",
        "<div class=a_><a style='position:absolute;inset:0' H><img src=x style='width:100%;height:100%' alt=x></a></div>",
    ),
    (".a_{height:0;overflow:hidden} .a_ p{position:absolute}", "<div class=a_><p>L</p></div>"),
    (".a_{height:0;overflow:hidden;position:relative} .a_ p{position:absolute}", "<div class=a_><p>L</p></div>"),
    (".a_{float:left;width:0;overflow:hidden}", "<span class=a_>L</span>"),
    (".a_{display:flex} .a_ span{width:0;overflow:hidden}", "<div class=a_><span>L</span>L</div>"),
    (".a_{position:absolute;clip:rect(0,0,0,0)}", "<p class=a_>L</p>"),
    (".a_{position:absolute;clip:rect(1px 1px 1px 1px)}", "<p class=a_>L</p>"),
    (".a_{clip:rect(0,0,0,0)}", "<p class=a_>L</p>"),
    (".a_{position:absolute;clip:rect(0,900px,300px,0);width:900px}", "<p class=a_>L</p>"),
    (".a_{clip-path:inset(50%)}", "<p class=a_>L</p>"),
    (".a_{clip-path:inset(100%)}", "<p class=a_>L</p>"),
    (".a_{clip-path:inset(0 100% 0 0)}", "<p class=a_>L</p>"),
    (".a_{clip-path:inset(10%)}", "<p class=a_ style='padding:3em'>L</p>"),
    (".a_{clip-path:circle(0)}", "<p class=a_>L</p>"),
    (".a_{clip-path:circle(50%)}", "<p class=a_ style='width:200px;padding:90px;text-align:center'>L</p>"),
    (".a_{clip-path:polygon(0 0,0 0,0 0,0 0)}", "<p class=a_>L</p>"),
    (".a_{clip-path:polygon(0 0,100% 0,100% 100%,0 100%)}", "<p class=a_>L</p>"),
    (".a_{-webkit-clip-path:inset(100%)}", "<p class=a_>L</p>"),
    (
        ".a_{border:0;clip:rect(0 0 0 0);height:1px;margin:-1px;overflow:hidden;padding:0;position:absolute;width:1px}",
        "<span class=a_>L</span>",
    ),
    # which elements a rule speaks of
    (".a_ li:nth-child(2){display:none}", "<ul class=a_><li>L<li>L<li>L</ul>"),
    (".a_ li:nth-child(2n+1){display:none}", "<ul class=a_><li>L<li>L<li>L</ul>"),
    (".a_ li:nth-child(odd of .x){display:none}", "<ul class=a_><li>L<li class=x>L<li class=x>L</ul>"),
    (".a_ li:nth-last-child(1){display:none}", "<ul class=a_><li>L<li>L</ul>"),
    (".a_ li:first-child,.a_ li:last-child{display:none}", "<ul class=a_><li>L<li>L<li>L</ul>"),
    (".a_ p:nth-of-type(2){display:none}", "<div class=a_><p>L</p><div>L</div><p>L</p></div>"),
    (".a_ p:only-child{display:none}", "<div class=a_><p>L</p></div><div class=a_><p>L</p><p>L</p></div>"),
    (".a_ p:not(.b_):not(.c_){display:none}", "<div class=a_><p>L</p><p class=b_>L</p><p class=c_>L</p></div>"),
    (".a_ :is(p,li).b_{display:none}", "<div class=a_><p class=b_>L</p><p>L</p></div>"),
    (":where(.a_) p{display:none} p.b_{display:block}", "<div class=a_><p class=b_>L</p><p>L</p></div>"),
    (".a_:has(.b_){display:none}", "<div class=a_>L<i class=b_></i></div><div class=a_>L</div>"),
    (".a_ p:has(+ .b_){display:none}", "<div class=a_><p>L</p><p class=b_>L</p></div>"),
    (".a_ h2 + p{display:none}", "<div class=a_><h2>x</h2><p>L</p><p>L</p></div>"),
    (".a_ h2 ~ p{display:none}", "<div class=a_><p>L</p><h2>x</h2><p>L</p><p>L</p></div>"),
    (".a_ > p{display:none}", "<div class=a_><p>L</p><div><p>L</p></div></div>"),
    (".a_ [href$=pdf],.a_ [title~=x]{display:none}", "<div class=a_>L<a title='y x' H>w</a></div>"),
    (".a_ [title='AB' i]{display:none}", "<div class=a_><a title=ab H>w</a></div>"),
    (r".md\:a_{display:none}", "<p class='md:a_'>L</p>"),
    (r".\31 a_{display:none}", "<p class='1a_'>L</p>"),
    (".a_::before{display:none} .a_:before{opacity:0}", "<p class=a_>L</p>"),
    (".a_ p::first-letter{font-size:0}", "<div class=a_><p>L</p></div>"),
    (".a_:hover{display:none} .a_:active{opacity:0}", "<p class=a_>L</p>"),
    (".a_ a:any-link{display:none}", "<p class=a_>L</p>"),
    (".a_ a:link{color:white}", "<p class=a_>L</p>"),
    (".a_ a:visited{display:none}", "<p class=a_>L</p>"),
    (".a_ *{display:none}", "<div class=a_><p>L</p></div>"),
    ("#a_{display:block} .b_{display:none}", "<p id=a_ class=b_>L</p>"),
    (".b_.b_{display:none} .b_{display:block}", "<p class=b_>L</p>"),
    (":is(#z_,.a_) .b_{display:none} .c_ .b_.b_{display:block}", "<div class='a_ c_'><p class=b_>L</p></div>"),
    (":where(#z_,.a_) .b_{display:none} .b_{display:block}", "<div class=a_><p class=b_>L</p></div>"),
    (".A_{display:none}", "<p class=a_>L</p>"),
    # nested
    (".a_{color:red;.b_{display:none}}", "<div class=a_><p class=b_>L</p>L</div><p class=b_>L</p>"),
    (
        ".a_{& .b_{display:none} &.c_{visibility:hidden}}",
        "<div class=a_><p class=b_>L</p>L</div><p class='a_ c_'>L</p>",
    ),
    (".a_{> p{display:none}}", "<div class=a_><p>L</p><div><p>L</p></div></div>"),
    (".a_{.c_ &{display:none}}", "<div class=c_><p class=a_>L</p></div><p class=a_>L</p>"),
    (".a_{@media (min-width:600px){display:none}}", "<p class=a_>L</p>"),
    (".a_{@media print{display:none}}", "<p class=a_>L</p>"),
    (".a_{display:none;&.b_{display:block}}", "<p class='a_ b_'>L</p><p class=a_>L</p>"),
    (".a_,.b_{p &{display:none}}", "<p><b class=a_>L</b></p><div><b class=b_>L</b></div>"),
    (".a_{p{display:none} display:block}", "<div class=a_><p>L</p>L</div>"),
    # broken rules
    ("} .a_{display:none}", "<p class=a_>L</p>"),
    (".a_{display:none", "<p class=a_>L</p>"),
    (".a_{display:none;;color:red}", "<p class=a_>L</p>"),
    (".a_{color:red display:none}", "<p class=a_>L</p>"),
    (".a_{*display:none;_height:0}", "<p class=a_>L</p>"),
    (".a_{display:none !ie}", "<p class=a_>L</p>"),
    (".a_{display:none ! important}", "<p class=a_ style='display:block'>L</p>"),
    (".a_{display:nonne}", "<p class=a_>L</p>"),
    (".a_,.b_:unknown-thing{display:none}", "<p class=a_>L</p>"),
    (".a_,{display:none}", "<p class=a_>L</p>"),
    (".a_ .b_!{display:none}", "<div class=a_><p class=b_>L</p></div>"),
    (".a_{content:'}';display:none}", "<p class=a_>L</p>"),
    (".a_{background:url(a;b}c.png);display:none}", "<p class=a_>L</p>"),
    ('.a_{content:"\\"}";display:none}', "<p class=a_>L</p>"),
    ("/* .a_{display:none} */ .a_{color:red}", "<p class=a_>L</p>"),
    (".a_{/*;*/display/**/:/**/none}", "<p class=a_>L</p>"),
    ("<!-- .a_{display:none} -->", "<p class=a_>L</p>"),
    (".a_{width:calc(1px + (2px);color:red} .a_{display:none}", "<p class=a_>L</p>"),
    ("@foo{.a_{display:none}}", "<p class=a_>L</p>"),
    ("@foo; .a_{display:none}", "<p class=a_>L</p>"),
    ("@import url(x.css); .a_{display:none}", "<p class=a_>L</p>"),
    (".a_::-webkit-x,.a_{display:none}", "<p class=a_>L</p>"),
    (".a_::-moz-x,.a_{display:none}", "<p class=a_>L</p>"),
    (".a_{left:-9999px;position:absolut}", "<p class=a_>L</p>"),
    (".a_{position:absolute;left:-9999}", "<p class=a_>L</p>"),
    (".a_{opacity:none}", "<p class=a_>L</p>"),
    (".a_{display:none;display:flex}", "<p class=a_>L</p>"),
    (".a_{display:flex;display:-moz-none}", "<p class=a_>L</p>"),
    # at-rules
    ("@media print{.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media screen and (max-width:600px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (min-width:600px) and (max-width:2000px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media not all and (min-width:600px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media not (min-width:600px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (width>=600px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (600px<=width<=900px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (max-width:600px) or (hover:hover){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media print,(min-width:1px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (prefers-reduced-motion:reduce){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (prefers-color-scheme:dark){.a_{color:white}}", "<p><a class=a_ H>w</a></p>"),
    ("@media (scripting:none){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media only screen{.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media nonsense{.a_{display:none}}", "<p class=a_>L</p>"),
    ("@media (min-width:40em){@media (min-height:10px){.a_{display:none}}}", "<p class=a_>L</p>"),
    ("@supports (display:grid){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports not (display:grid){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports (display:grid) and (not (display:inline-grid)){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports (-ms-ime-align:auto){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports (-webkit-touch-callout:none){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports selector(:has(a)){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports not selector(:has(a)){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports ((position:sticky) or (position:-webkit-sticky)){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@supports (--css:variables){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@container (min-width:10px){.a_{display:none}}", "<p class=a_>L</p>"),
    ("@layer x_,y_; @layer y_{.a_{display:block}} @layer x_{.a_{display:none}}", "<p class=a_>L</p>"),
    ("@layer x_,y_; @layer y_{.a_{display:none}} @layer x_{.a_{display:block}}", "<p class=a_>L</p>"),
    ("@layer x_{#a_{display:none}} .b_{display:block}", "<p class=b_ id=a_>L</p>"),
    ("@layer x_{.a_{display:none!important}} .a_{display:block!important}", "<p class=a_>L</p>"),
    ("@layer x_{@layer y_{.a_{display:none}} .a_{display:block}}", "<p class=a_>L</p>"),
    ("@layer{.a_{display:none}}", "<p class=a_>L</p>"),
    ("@scope (.a_){p{display:none}}", "<div class=a_><p>L</p></div><p>L</p>"),
    ("@keyframes k_{from{display:none}to{opacity:0}}", "<p>L</p>"),
    ("@font-face{font-family:x;src:url(x)} .a_{display:none}", "<p class=a_>L</p>"),
    ("@starting-style{.a_{opacity:0}} .a_{opacity:1}", "<p class=a_>L</p>"),
    ("@page{margin:0} .a_{color:red}", "<p class=a_>L</p>"),
    # animations
    ("@keyframes k_{from{opacity:0}to{opacity:1}} .a_{opacity:0;animation:k_ 1s forwards}", "<p class=a_>L</p>"),
    ("@keyframes k_{to{opacity:1}} .a_{opacity:0;animation:1s ease-in .2s 1 normal both k_}", "<p class=a_>L</p>"),
    ("@keyframes k_{to{opacity:1}} .a_{opacity:0;animation:k_ 1s}", "<p class=a_>L</p>"),
    ("@keyframes k_{to{opacity:0}} .a_{animation:k_ 1s forwards}", "<p class=a_>L</p>"),
    (
        "@-webkit-keyframes k_{to{visibility:visible}} .a_{visibility:hidden;-webkit-animation:k_ 1s both}",
        "<p class=a_>L</p>",
    ),
    (
        "@keyframes k_{to{transform:none}} .a_{transform:translateX(-9999px);animation:k_ 1s forwards}",
        "<p class=a_>L</p>",
    ),
    (".a_{opacity:0;animation:nowhere_ 1s forwards}", "<p class=a_>L</p>"),
    ("@keyframes k_{to{opacity:1}} .a_{opacity:0!important;animation:k_ 1s forwards}", "<p class=a_>L</p>"),
    # custom properties and words for all
    (":root{--d_:none} .a_{display:var(--d_)}", "<p class=a_>L</p>"),
    (".a_{display:var(--unset_,none)}", "<p class=a_>L</p>"),
    (".a_{display:var(--unset_)}", "<p class=a_>L</p>"),
    (":root{--o_:0} .a_{opacity:var(--o_)} .b_{--o_:1}", "<p class=a_>L</p><p class='a_ b_'>L</p>"),
    (":root{--x_:-9999px} .a_{position:absolute;left:var(--x_)}", "<p class=a_>L</p>"),
    (":root{--a_:var(--b_);--b_:none} .a_{display:var(--a_)}", "<p class=a_>L</p>"),
    (":root{--c_:#fff} .a_{color:var(--c_)}", "<p><a class=a_ H>w</a></p>"),
    (":root{--f_:0 serif} .a_{font:var(--f_)}", "<p class=a_>L</p>"),
    (":root{--g_:#fff} .a_{background:var(--g_);color:var(--g_)}", "<p><a class=a_ H>w</a></p>"),
    (".a_{display:none} .b_{all:unset}", "<p class='a_ b_'>L</p>"),
    (".b_{all:initial} .b_{visibility:inherit}", "<div style='visibility:hidden'><p class=b_>L</p></div>"),
    (".b_{all:initial}", "<div style='visibility:hidden;font-size:0'><p class=b_>L</p></div>"),
    (".a_{display:none} .b_{display:revert}", "<p class='a_ b_'>L</p>"),
    (".a_{visibility:unset}", "<div style='visibility:hidden'><p class=a_>L</p></div>"),
    (".a_{opacity:inherit}", "<div style='opacity:0'><p class=a_>L</p></div>"),
    # by its own style
    ("", "<a style='display:none' H>w</a><a style='DISPLAY : NONE ;' H>w</a>"),
    ("", "<a style='display:none;display:block' H>w</a><a style='display:none!important;display:block' H>w</a>"),
    ("", "<p style='position:absolute;left:-9999px'>L</p>"),
    ("", "<a style='color:#ffffff' H>w</a><a style='color:#ffffff;background:#333' H>w</a>"),
    ("", "<a style='font-size:1px' H>w</a><a style='font-size:0px' H><img src=x width=30 height=30></a>"),
    ("", "<div style='overflow:auto;height:1px'>L</div><div style='overflow:hidden;width:auto'>L</div>"),
    ("", "<div style='height:0;width:0;overflow:hidden'>L</div>"),
    ("", "<span style='height:0;width:0;overflow:hidden'>L</span>"),
    ("", "<div style='height:0px;overflow:hidden;padding-top:20px'>L</div>"),
    ("", "<div style=\"background:url('data:image/png;base64,AA==');display:none\">L</div>"),
    ("", "<a H><span style='display:none'>w</span></a><a H><span style='display:none'>w</span>more</a>"),
    ("", "<a style='visibility:hidden' H><b style='visibility:visible'>w</b></a>"),
    ("", "<p style='max-height:0'>L</p><p style='max-width:1px'>L</p>"),
    ("", "<dialog>L</dialog><dialog open>L</dialog>"),
    ("", "<audio>L</audio><select><option>x</select>L"),
    ("", "<p aria-hidden=true>L</p>"),
    ("", "<div style='display:none'><div style='display:block;visibility:visible'>L</div></div>"),
    ("", "<div style='height:0;overflow:hidden;padding-bottom:20px'>L</div>"),
    # shown, whatever it looks like
    (".hidden_{color:red} .none_{margin:0} .invisible_ b{display:none}", "<p class='hidden_ none_ invisible_'>L</p>"),
    (".a_{overflow:hidden;height:40px}", "<div class=a_>L</div>"),
    (".a_{opacity:0.9} .a_ a{text-decoration:none;border:none;outline:none;list-style:none}", "<div class=a_>L</div>"),
    (".a_{margin:-5px -10px;top:-3px;position:relative;z-index:-1}", "<div class=a_>L</div>"),
    (".a_{transition:opacity .3s;transform:none;clip:auto;clip-path:none}", "<div class=a_>L</div>"),
    (".a_ .icon{font-size:0} .a_ .b_{display:none}", "<div class=a_>L<i class=icon>x</i><b class=b_>y</b></div>"),
    (".a_{display:grid} .b_{display:none} .a_ .b_{display:block}", "<div class=a_><p class=b_>L</p></div>"),
]


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its name, with the scripts that it loads, by their path."""

    name: str
    body: str
    scripts: dict[str, str] = field(default_factory=dict)


_AROUND = (
    "<div>{}</div>",
    "<section><h2>Words</h2>{}</section>",
    "<article><p>Some words before it.</p>{}<p>And after.</p></article>",
    "<ul><li>one</li><li>{}</li></ul>",
    "<table><tr><td>{}</td><td>x</td></tr></table>",
    "<blockquote>{}</blockquote>",
    "<footer>{}</footer>",
    "<div class=wrap><div class=inner>{}</div></div>",
    "<div style='background:#fff;padding:4px'>{}</div>",
)
_EVERYWHERE = (
    "body{margin:0;font:16px/1.5 sans-serif;color:#222} a{color:#06c;text-decoration:none}",
    "*{box-sizing:border-box} .wrap{max-width:1100px;margin:0 auto} img{max-width:100%}",
    ".inner{padding:0 1rem} @media (max-width:700px){.wrap{display:none}} ul{list-style:none}",
    "",
)
_MIXED = 120
_WAYS_A_PAGE = 9
_BROKEN = re.compile(r"^}|\{[^}]*$|calc\(1px \+ \(2px\)|<!--")
"""What breaks more of a sheet than its own rule stands last, in a sheet of its own."""


def pages() -> Iterator[Page]:
    """All pages: those that mix the ways, then each that is about scripts and visitors, or about quirks mode."""
    for number in range(_MIXED):
        yield _mixed(number)
    yield from WITH_SCRIPTS
    for name, doctype in _DOCTYPES.items():
        yield _with_names_in_two_cases(name, doctype)
    yield from IN_QUIRKS_MODE


def _mixed(number: int) -> Page:
    chosen = random.Random(number)
    # Each way comes once in every round through all of them.
    ways = [(number * _WAYS_A_PAGE + at) % len(WAYS) for at in range(_WAYS_A_PAGE)]
    links = iter(range(1, 1000))
    sheets, parts = [chosen.choice(_EVERYWHERE)], []
    for at, way in enumerate(ways):
        css, html = (text.replace("_", f"{number}x{at}") for text in WAYS[way])
        (sheets.append if _BROKEN.search(css) else lambda rule: sheets.__setitem__(0, f"{sheets[0]}\n{rule}"))(css)
        parts.append(chosen.choice(_AROUND).format(_linked(html, links)))
    styles = "".join(f"<style>{sheet}</style>" for sheet in sheets)
    doctype = "<!doctype html>"
    return Page(f"mixed {number}", f"{doctype}<title>x</title>{styles}<h1>Words</h1>{''.join(parts)}")


def _linked(html: str, links: Iterator[int]) -> str:
    def link(found: re.Match[str]) -> str:
        address = f"href=/{next(links)}"
        return f"<a {address}>link words</a>" if found[0] == "L" else address

    return re.sub(r"\bL\b|\bH\b", link, html)


_TEXT = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. " * 3
_LINKS = "<p>We bought <a href=/1>good boots</a> and <a href=/2>warm socks</a>.</p>"
_SMALL = "<a href=/1>good boots</a> <a href=/2>warm socks</a>"


def _whole(name: str, head: str, body: str, **scripts: str) -> Page:
    files = {f"/{path}.js": code for path, code in scripts.items()}
    return Page(name, f"<!doctype html><html><head><title>x</title>{head}</head>{body}", files)


_ARTICLE = f"<p>{_TEXT}</p>{_LINKS}"
WITH_SCRIPTS = [
    _whole(
        "anti-clickjack",
        "<style id=antiClickjack>body{display:none!important}</style><script>if(self===top){var a=document.getElementById('antiClickjack');a.parentNode.removeChild(a)}</script>",
        f"<body>{_ARTICLE}",
    ),
    _whole(
        "anti-framing by visibility",
        "<style>html{visibility:hidden}</style><script>if(self==top)document.documentElement.style.visibility='visible'</script>",
        f"<body>{_ARTICLE}",
    ),
    _whole(
        "body hidden until ready",
        "<style>body{opacity:0;transition:opacity .1s}body.ready{opacity:1}</style>",
        f"<body>{_ARTICLE}<script>addEventListener('load',()=>document.body.classList.add('ready'))</script>",
    ),
    _whole(
        "body invisible by its style",
        "",
        f"<body style='visibility:hidden'>{_ARTICLE}<script>onload=()=>{{document.body.style.visibility='visible'}}</script>",
    ),
    _whole(
        "cloak of Alpine",
        "<style>[x-cloak]{display:none!important}</style><script defer src=/alpine.js></script>",
        f"<body><p>{_TEXT}</p><main x-data x-cloak>{_LINKS}</main>",
        alpine="document.querySelectorAll('[x-cloak]').forEach(e=>e.removeAttribute('x-cloak'))",
    ),
    _whole(
        "cloak of Vue",
        "<style>[v-cloak]{display:none}</style>",
        f"<body><p>{_TEXT}</p><div id=app v-cloak>{_SMALL}</div><script src=/vue.js></script>",
        vue="document.querySelectorAll('[v-cloak]').forEach(e=>e.removeAttribute('v-cloak'))",
    ),
    _whole(
        "cloak of Angular",
        "<style>[ng\\:cloak],[ng-cloak],.ng-cloak{display:none!important}</style><script src=/ng.js defer></script>",
        f"<body><p>{_TEXT}</p><div class=ng-cloak>{_SMALL}</div>",
        ng="document.querySelectorAll('.ng-cloak').forEach(e=>e.classList.remove('ng-cloak'))",
    ),
    _whole(
        "html with a cloak class",
        "<style>html.cloak{visibility:hidden}</style>",
        f"<body>{_ARTICLE}<script>document.documentElement.classList.remove('cloak')</script>",
    ).__class__(
        "html with a cloak class",
        f"<!doctype html><html class=cloak><head><title>x</title><style>html.cloak{{visibility:hidden}}</style></head><body>{_ARTICLE}<script>document.documentElement.classList.remove('cloak')</script>",
    ),
    Page(
        "no-js class",
        f"<!doctype html><html class=no-js><head><script>document.documentElement.className='js'</script><style>.no-js main{{display:none}}</style></head><body><main>{_ARTICLE}</main>",
    ),
    Page(
        "no-js class, a part",
        f"<!doctype html><html class=no-js><head><script>document.documentElement.classList.replace('no-js','js')</script><style>.no-js .gallery{{display:none}}</style></head><body><p>{_TEXT}{_TEXT}</p><div class=gallery>{_SMALL}</div>",
    ),
    _whole(
        "style in a noscript",
        "<noscript><style>.lazy{display:none}</style></noscript>",
        f"<body><main class=lazy>{_ARTICLE}</main>",
    ),
    _whole(
        "shown in a noscript",
        "<style>.late{opacity:0}</style><noscript><style>.late{opacity:1}</style></noscript>",
        f"<body><p>{_TEXT}{_TEXT}</p><div class=late>{_SMALL}</div><script src=/late.js></script>",
        late="document.querySelector('.late').style.opacity=1",
    ),
    _whole(
        "streamed by React",
        "",
        f"<body><main><template id='B:0'></template><p>Loading</p></main><div hidden id='S:0'><article>{_ARTICLE}</article></div><script>$RC=function(b,c){{c=document.getElementById(c);b=document.getElementById(b);b.parentNode.replaceChild(c,b);c.removeAttribute('hidden')}};$RC('B:0','S:0')</script>",
    ),
    _whole(
        "streamed, a small part",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><template id='B:1'></template><div hidden id='S:1'>{_SMALL}</div><script>c=document.getElementById('S:1');document.getElementById('B:1').replaceWith(c);c.removeAttribute('hidden')</script>",
    ),
    _whole(
        "start state of Motion",
        "",
        f"<body><main style='opacity:0;transform:translateY(20px)'>{_ARTICLE}</main><script src=/app.js></script>",
        app="document.querySelector('main').style.cssText='opacity:1;transform:none'",
    ),
    _whole(
        "start state of a part",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><div style='opacity:0;transform:translateX(-30px) translateZ(0)'>{_SMALL}</div><script src=/app.js></script>",
        app="document.querySelector('div').style.cssText=''",
    ),
    _whole(
        "fade in on scroll",
        "<style>.reveal{opacity:0;transition:opacity .1s}.reveal.visible{opacity:1}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><div class=reveal>{_SMALL}</div><script>new IntersectionObserver(s=>s.forEach(e=>e.target.classList.add('visible'))).observe(document.querySelector('.reveal'))</script>",
    ),
    _whole(
        "animate on scroll",
        "<style>[data-aos]{opacity:0}[data-aos].aos-animate{opacity:1}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><div data-aos=fade-up>{_SMALL}</div><script src=/aos.js></script>",
        aos="document.querySelectorAll('[data-aos]').forEach(e=>e.classList.add('aos-animate'))",
    ),
    _whole(
        "hidden while a test is chosen",
        "<style>.async-hide{opacity:0!important}</style>",
        f"<body><div class=async-hide>{_ARTICLE}</div><script>document.querySelector('.async-hide').classList.remove('async-hide')</script>",
    ),
    _whole(
        "boilerplate of AMP",
        "<style>body{animation:-amp-start 8s steps(1,end) 0s 1 normal both}@keyframes -amp-start{from{visibility:hidden}to{visibility:visible}}</style><noscript><style>body{animation:none}</style></noscript>",
        f"<body>{_ARTICLE}",
    ),
    _whole(
        "a part that a script names",
        "<style>.offers-box{display:none}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><div class=offers-box>{_SMALL}</div><script>document.querySelector('.offers-box').style.display='block'</script>",
    ),
    _whole(
        "a part that a script shows by its id",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><div id=partnerBox style='display:none'>{_SMALL}</div><script>document.getElementById('partnerBox').style.display=''</script>",
    ),
    _whole(
        "preloader over the page",
        "<style>.page-wrap{visibility:hidden}.loaded .page-wrap{visibility:visible}</style>",
        f"<body><div class=page-wrap>{_ARTICLE}</div><script>document.body.classList.add('loaded')</script>",
    ),
    _whole("closed details", "", f"<body><p>{_TEXT}</p><details><summary>More</summary>{_LINKS}</details>"),
    _whole("until found", "", f"<body><p>{_TEXT}</p><div hidden=until-found>{_LINKS}</div>"),
    _whole(
        "tab panels by role",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><button role=tab aria-controls=p2>Two</button><div role=tabpanel id=p2 hidden>{_SMALL}</div><script>document.querySelector('[role=tab]').onclick=()=>p2.hidden=false</script>",
    ),
    _whole(
        "tab panes of Bootstrap",
        "<style>.tab-content>.tab-pane{display:none}.tab-content>.active{display:block}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><a data-bs-toggle=tab href=#t2>Two</a><div class=tab-content><div class='tab-pane active'>x</div><div class=tab-pane id=t2>{_SMALL}</div></div><script>document.querySelector('[data-bs-toggle]').onclick=()=>t2.classList.add('active')</script>",
    ),
    _whole(
        "collapse of Bootstrap",
        "<style>.collapse:not(.show){display:none}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><button data-bs-toggle=collapse data-bs-target=#c1>More</button><div class=collapse id=c1>{_SMALL}</div><script>document.querySelector('button').onclick=()=>c1.classList.add('show')</script>",
    ),
    _whole(
        "menu that opens under the pointer",
        "<style>nav ul ul{display:none}nav li:hover>ul{display:block}</style>",
        f"<body><nav><ul><li>Menu<ul><li>{_SMALL}</ul></ul></nav><p>{_TEXT}</p>",
    ),
    _whole(
        "menu by visibility and opacity",
        "<style>.drop .sub{visibility:hidden;opacity:0}.drop:hover .sub{visibility:visible;opacity:1}</style>",
        f"<body><div class=drop>Menu<div class=sub>{_SMALL}</div></div><p>{_TEXT}</p>",
    ),
    _whole(
        "box to tick",
        "<style>#t:checked ~ .more{display:block}.more{display:none}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><input type=checkbox id=t><label for=t>More</label><div class=more>{_SMALL}</div>",
    ),
    _whole(
        "accordion by height",
        "<style>.acc-body{max-height:0;overflow:hidden}.acc-body.open{max-height:none}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><button class=acc>More</button><div class=acc-body>{_SMALL}</div><script>document.querySelector('.acc').onclick=()=>document.querySelector('.acc-body').classList.add('open')</script>",
    ),
    _whole(
        "drawer beside the screen",
        "<style>.drawer{position:fixed;left:0;top:0;width:280px;transform:translateX(-100%)}.drawer.is-open{transform:none}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><button aria-controls=d1>Menu</button><div class=drawer id=d1>{_SMALL}</div><script>document.querySelector('button').onclick=()=>d1.classList.add('is-open')</script>",
    ),
    _whole(
        "popover", "", f"<body><p>{_TEXT}</p><button popovertarget=pop>More</button><div popover id=pop>{_SMALL}</div>"
    ),
    _whole("popover that nothing opens", "", f"<body><p>{_TEXT}</p><div popover id=pop>{_SMALL}</div>"),
    _whole(
        "dialog",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><button>Open</button><dialog>{_SMALL}</dialog><script>document.querySelector('button').onclick=()=>document.querySelector('dialog').showModal()</script>",
    ),
    # hidden for good, beside scripts
    _whole(
        "hidden beside a script that minds its own",
        "<style>.zz{display:none}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><div class=zz>{_SMALL}</div><script>console.log('hello')</script>",
    ),
    _whole(
        "moved away beside analytics",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><div style='position:absolute;left:-9999px'>{_SMALL}</div><script src=/ga.js></script>",
        ga="window.ga=1",
    ),
    _whole(
        "tiny beside a script",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><div style='font-size:1px'>{_SMALL}</div><script src=/ga.js></script>",
        ga="window.ga=1",
    ),
    _whole(
        "white beside a script",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><p><a style='color:#fff' href=/1>good boots</a></p><script src=/ga.js></script>",
        ga="window.ga=1",
    ),
    _whole(
        "transparent beside a script",
        "",
        f"<body><p>{_TEXT}{_TEXT}</p><div style='opacity:0'>{_SMALL}</div><script src=/ga.js></script>",
        ga="window.ga=1",
    ),
    _whole(
        "no height beside a script",
        "<style>.lnk{height:0;overflow:hidden}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><div class=lnk>{_SMALL}</div><script src=/ga.js></script>",
        ga="window.ga=1",
    ),
    _whole(
        "hidden with data beside",
        '<style>.seo{display:none}</style><script type=application/ld+json>{"name":"seo"}</script>',
        f"<body><p>{_TEXT}{_TEXT}</p><div class=seo>{_SMALL}</div>",
    ),
    _whole("whole page hidden without a script", "<style>body{display:none}</style>", f"<body>{_ARTICLE}"),
    _whole(
        "for screen readers alone",
        "<style>.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}</style>",
        f"<body><p>{_TEXT}{_TEXT}</p><div class=sr-only>{_SMALL}</div><script src=/ga.js></script>",
        ga="window.ga=1",
    ),
    _whole(
        "style disabled",
        "<style disabled>.q{display:none}</style><style media=print>.r{display:none}</style><style type=text/plain>.r{display:none}</style>",
        f"<body><p class=q>{_SMALL}</p><p class=r><a href=/3>c</a></p>",
    ),
]

_DOCTYPES = {
    "no doctype": "",
    "a doctype": "<!doctype html>",
    "a comment before the doctype": "<!-- of a builder --><!DOCTYPE HTML>",
    "words before the doctype": "Warning: headers sent<!DOCTYPE HTML>",
    "doctype of HTML 3.2": '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">',
    "doctype of HTML 4 without an address": '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">',
    "doctype of HTML 4": '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">',
    "doctype of XHTML": '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">',
}
_IN_TWO_CASES: list[tuple[str, str]] = [
    (".a_{display:none} .Shown_{display:block}", "<p class='a_ shown_'>L</p>"),
    (".shown_ .b_{display:block} .b_{display:none}", "<div class=SHOWN_><p class=b_>L</p></div>"),
    (".Gone_{display:none}", "<p class=gone_>L</p><p class=GONE_>L</p>"),
    ("#Gone_{display:none}", "<p id=gone_>L</p>"),
    (".A_.a_{display:none}", "<p class=a_>L</p>"),
    ("p.c_ > .D_{display:none}", "<p class=C_><b class=d_>L</b></p>"),
    (".e_:not(.On_){display:none}", "<p class='e_ on_'>L</p><p class=e_>L</p>"),
    (".f_ + .G_{display:none}", "<p class=F_>L</p><p class=g_>L</p>"),
    (":is(.H_, .other_){display:none}", "<p class=h_>L</p>"),
    (".\\49_{display:none} .\\J_{display:none}", "<p class=i_>L</p><p class=j_>L</p>"),
    (".\\49_.k{display:none}", "<p class='i_ K'>L</p>"),
    (".\xc9_{display:none} .\xe9_{display:none}", "<p class=\xc9_>L</p><p class=\xe9_>L</p>"),
    (".\xc9_{display:none}", "<p class=\xe9_>L</p>"),
    ("[class=M_]{display:none} [class~=m_]{display:none}", "<p class=M_>L</p><p class=m_>L</p>"),
    ("[class~=M_]{display:none} [id=N_]{display:none}", "<p class=m_>L</p><p id=n_>L</p>"),
    ("[title=A_]{display:none} [data-a=A_]{display:none}", "<p title=a_>L</p><p data-a=a_>L</p>"),
    ("[align=LEFT] a{display:none} [lang=EN] a{display:none}", "<p align=left>L</p><p lang=en>L</p>"),
    ("[rel~=NoFollow]{display:none}", "<a rel=nofollow H>x</a>"),
    (".O_ { .P_ & {display:none} }", "<div class=p_><p class=o_>L</p></div>"),
    (".q_{position:absolute;left:-9999}", "<p class=q_>L</p>"),
    (".r_{font-size:0} .R_{font-size:14}", "<p class=r_>L</p>"),
]


def _with_names_in_two_cases(name: str, doctype: str) -> Page:
    links, rules, parts = iter(range(1, 1000)), [], []
    for at, way in enumerate(_IN_TWO_CASES):
        css, html = (text.replace("_", f"x{at}") for text in way)
        rules.append(css)
        parts.append(_linked(html, links))
    return Page(
        f"names in two cases, {name}", f"{doctype}<title>x</title><style>{' '.join(rules)}</style>{''.join(parts)}"
    )


IN_QUIRKS_MODE = [
    Page(
        "shown by a class that a script adds in another case",
        f"<style>.part{{display:none}}.part.Open{{display:block}}</style><p>{_TEXT}{_TEXT}</p><div class=part>{_SMALL}</div><script src=/open.js></script>",
        {"/open.js": "document.querySelector('.PART').classList.add('open')"},
    ),
    Page(
        "a class in another case that no script adds",
        f"<style>.shut{{display:none}}.shut.Other{{display:block}}</style><p class=other>{_TEXT}{_TEXT}</p><div class=shut>{_SMALL}</div><script src=/ga.js></script>",
        {"/ga.js": "window.ga=1"},
    ),
    Page(
        "a part that a script names in another case",
        f"<style>.Offers-Box{{display:none}}</style><p>{_TEXT}{_TEXT}</p><div class=offers-box>{_SMALL}</div><script>document.querySelector('.OFFERS-box').style.display='block'</script>",
    ),
]
