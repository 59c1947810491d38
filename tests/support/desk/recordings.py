"""Small recordings as people upload them, and builders around them.

``mp3`` makes a file frame by frame; the others were made once by encoders and are stored compressed.
"""

import base64
import gzip

from django.core.files.uploadedfile import SimpleUploadedFile

from dateline.newsroom.desk.models import Recording, Transcript

_FRAME = bytes.fromhex("fffb10c4") + bytes(100)
"""A frame of silence: MPEG-1 Layer III, 32 kbit/s, 44.1 kHz, one channel; 1152 samples."""

FRAMES_A_SECOND = 44_100 / 1152

VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nThe bridge is open.\n"
SRT = "1\n00:00:00,000 --> 00:00:02,000\nThe bridge is open.\n"


def mp3(seconds: float = 3) -> bytes:
    """Return an MP3 of silence of about so many seconds, 4 kB per second."""
    return _FRAME * round(seconds * FRAMES_A_SECOND)


def _unpacked(packed: str) -> bytes:
    return gzip.decompress(base64.b85decode(packed.replace("\n", "")))


def a_recording(
    title: str = "The opening", *, data: bytes | None = None, name: str = "opening.mp3", **facts
) -> Recording:
    """Return a recording of the library, with an English transcript unless ``transcripts`` is given."""
    transcripts = facts.pop("transcripts", {"en": "The bridge is open.\r\n\r\nCars cross it."})
    captions = facts.pop("captions", {})
    given = {} if "url" in facts else {"file": SimpleUploadedFile(name, mp3() if data is None else data)}
    recording = Recording(title=title, **given, **facts)
    recording.full_clean()
    recording.save()
    for language, text in transcripts.items():
        Transcript.objects.create(
            recording=recording, language=language, text=text, captions=captions.get(language, "")
        )
    return recording


def block(recording: Recording, caption: str = ""):
    """Return the block of a body with a recording."""
    return ("recording", {"recording": recording, "caption": caption})


MP4 = _unpacked(
    "ABzY8000000t1~E4R93I`Q?%jKoSmvCBcwv2o)^3%iiU3gBiB;8h&nuADLR26stFTyYF&Kc5gSkdzU+gAwd|t)M>8;?MT`Jq0Ur6YN{w;WiSqE"
    "QG+s|1e=zlwkefbumwfhu>IcN9$Dkhbh>kIzyJUD-X21Tis&gt&}0cA2O<!bmrZaUN%46QD*8l{<pe@VloC-MedZ~=fY4kgDnR5n_7r?pYdrle"
    "^p%eTV%F*^+Yb2m^>#C6;pe?UT=dm(zA!F%(Iz<u^STDG3X7UPW<mTqE!)B!5-+fTP!d1B_IaT5V|4E^lW;|OQO!#d0*~#QYk-!6Y>XE%(J5Rk"
    "39$$u(-V^E)Sl)XJ}0Z<RUEOEF(s~wR1PmJ()6$hc)zA=yiI2}8QPb$f)q}pAi&_4YK(s>3<KVN@Y+(qqshj3RM7_TDYa<vdMBBQ`P%)_?AE0P"
    "s3dx!Ws~oj`q69Gi0$;Su3AkkPa{;khWOKTv*G#ZUW6u^orF5_{0Wxq7UBceELeBsMpl5hG5hMAp40NR+JY3aZI&X-zfCXrMS6w*zaC|6*gT&e"
    "Cr9Jt|C4{mm|leiO@0;hiL>?3>Y)jTLAKsDJK#HxTK$^_YbvZVYfVA90JmEFI#^#LgR<$AS@QhyTk`1^%=4$&@Wyex8CD$o^4s`%yYV_i{ta7x"
    "(>0xw$LcPg3osn#b#gG*O4x+tskI+MIJhdSD58BsyM)|H|N4`<OdQVQS<~1Y)Cx8c@q67K_|c@R6C)~yV?5!21X|F|-4lup<LARm{&r;KZ1CVu"
    ">xZbbb^o}O^!k02i{fMzQyza4pg}jV8dk1evdrb90&7}8#$yfyEwYjlaYU!QG~MX((q5t+)pe!0p`o+0(@m}oS!82wS#4_|e%(=B5<y2+bU}`3"
    "%@oImS&s2ga5XR<KgHv)D0A(Mr<rc1DK^H6DGf7pvay*?dKw!k2{UmiN@?*hU>=%Mv=kV_JEZcA$4!G3yeLUXVm@U01e1`;#@aCB^-)|@l_fSr"
    "Y$;vEq9|yLms*fqz;imVxDJV-AqSRUFUP>ZQ}6Lm5mwVfiq<YDL?h>*LkY=|h=z5><)!qf3KkkjMOkiVqd<hlc$z41c#J_)G1ZL02@<Q5JcO8z"
    "RgncH;D^Py%BDh`EGeuGGzU$B?}iWq7oe!JL?@!M64sanR5+xh02g>DA{=6QR?$r?EU+XJY!?i5HBy~eXp8D$2qr5y7HX3fkmi^Q7_{RQ_$KYl"
    "VIjE8N#-1mVJ@ySKAJLPlZL8Ti-NJrg>Dv03{{Td)CeWP6^ThvKrp^0H%)brQW)Cp2UH<`O~@u0|6PD+I#w7TB`7c=*bp#5h{blm_{l6$H#s>t"
    "y$O{Y8(i-`efy$qj;FNp!?Q{@yq5w|WuSMGE1miH-0E-MBVYRVw!6>x9{k|1wF@KlAS?~+bUswxb^X_cQ<H!Ch+Mw~J1g8hM~8*hdwf7n269z8"
    "bKQNc&!S>L_0$K*IRR>aFmrGdxmf@o3}!}Odgm9dgf0X6!{F05hPMrG-`M(i&T(aFFmvVbzJvWh*5Gt^_f+HL?-KaLbISW`1$It#|1DK<{qa4Q"
    "OE&&%fZPI*cxk%Jc(?3CKj(NMy!T1+ftd;!XKw8p?fY1q+5M>dF)J;1I&-7$^#NPTT1g<Ea?jE0J$L5Q+8^vPE}s4KwRJ_^7H5!fPDl4uB-1xj"
    "2hORVZ2A4dCFDva&2{V=J<$E5>Oxoh`@#9yUtL~yx_))-fe-r*pE>^4_a4}LdVW{(;<>bX@rhraA1cq9iRRMZ$-ObM`QQ*?IZ5u$<;Io2;2*rW"
    "SKPmxsF}%k8D}2q7!dES$XXe!0@l!^*&ALr@_EMyCw8@HS8XL3oK;EogOS!de6~WeKf5<jwmD!cB-^-Wc=iqQ!D%2(N4t#CtwWdR`ltC$I*+>+"
    "zJPB3=SxiwUMQyHFZYgAtb4BY?f-mwe@*$oeS^eFpm(AKk&l#2u1lP{%i1yx&K6_H^Ki`{UbNz@ggEaVn{nHg`^ev{@<4Cpq$Y>sr1vrBG9%on"
    "pIXI`O%m8i?LW52c=PIQ|1QdHnt4CmQ)9f^bT#uEi+*!kjq#d(JVRUb-+?Cj#W&}0^v1-wJ6d-?602JL@F$rWWvFN1)WXuW!;h{xcL*(=zhmG~"
    "&5F7=xIX6}pHK&K$(VCUJzur;(4t3{maW@(IG2n$iz8*{W|mr2kU5-?=WKempxZWvx3|n(`buKh+T~;nwuH?g41V{wO8?DM&}A>coWN^?+pAft"
    "FLzpfX))TiR+e5mPyXh7ZY<mB6=$6z-`PB6d9`vfxNjs|c|5zwn#M{<;DJe3aQxG3?pQe+YK`Z6=Pl^_FC>ZFAJYo}00"
)
"""Ten seconds of H.264, 64 × 48, without sound."""

WEBM = _unpacked(
    "ABzY8000000t2;{dr%Wc7{K?ENTMMo!AE0M9%_}sD1lKXYSA;ikyi;)bgcNQK`Xu@YRAXjB@j|ypzVx7q=d#!QBf#CLE;D%tvE^>P)dq)Oed{U"
    "wGstN(3<O>Kru6yKiypZ*!}H(_w6_P+c|OM14D^SLm;w#_<upLWIY5&rpnp<>Dnw=9>I|15)6?XS0I3DoR`9cqMdaKrbF^`ITK>fY><}|rGveR"
    "sTV$jJxhY=Fzk7yHY()hDrE9tcZ%Eup^8)ZbTAHB4&GIxvZ@Mb|6a|Pp$Yhr_%*vWgoexshL0rV<0Y>Bh%dBgqxQ`*D*dY$hO(R2P9Vw~+C?S%"
    "L&#@4emF&dX%|nav$w3*5<ruimXVe$RTIc`n>vU4<QlMQDhafXkWhQJD3$tk4Y;D|WTYW4GBG?UA~Gc+&-JZJW!1WdL+eK3E1F6p4cdrhDN9mg"
    "lM*BHzLZE7z$aKTM>5=iPxz(m@cKstFmw_C;K?jdj0B)S0zfn;H&>gRqh&A{*=v!r$SveG!n<3I23~8858fgIz)3o5F=zc$^4>=B_ZloXYVv&l"
    "u#DIcb$i_v%Yac==<h%Qqn4Eh{H%r(1ZV=!5inM00U{tu59$Spe|t9o2#^9dfRXM7Fn!&DE?Q7ZuqwfJ#vt(Y=T6#RR3K1g{*^cposgb9Gr%k|"
    "6cVHM0O8OSAePSV?%F5)ms2)VZ>S(VP;d+)fnfY<kl8&@uP-}j`!;WH@;~5;-vd(o^Q-09%RpaYGwF!NH=+g|!RCy_5~a_!h~oN{o&Xpg5^OVG"
    "KwIOdbxf3P_o!yiV1-^bE;DnUWo0v`>VfmsZ$UN%nQ@eSTu9n&;VD=@TNLdb-bz+(pLgPPSP(fqzoV*Uy_9USb%j0I-t)Ddssu+zTL~R8dbLYx"
    "-Cc40JMI9AjPZ9%?CuD+)*bQ0-zG4DamzM`LvoJb#ekNfYI1x9%@?n~pIX}CncpTkZ<HpoK6Ln5dH$XDrLmU<Fw9s1eHchA^u$i^^|)XZ?K!TS"
    "fnxvz8&N0t1^)xrv?ub^i&vhPN)}0+jtq=c?yG9Uc4Fj|`!_?MH`m(^ldqG=ikn!U7;|JjxU;vodzGml^z?MjYB?`^v0pg<Pwq-87eS`GEQJ!c"
    "#Nm#3HMk?=w6x@n#A%OI<CEbWc+b$TE~g9}E_`rIIV<qj*tM3zz+H25E?w0}MTotlV>TJ%zY81v)gv6nfm*trVXwI3#pP5M&`Vk}0L8>BX;1e("
    "O=xR<;{r*L#K$anz2MF{!;x)`Gvlu}P-X9z`Y4!Bt=Lq|R&-!~jjag#(e4bz`W)TPGbJRiZSLo{AM(9c*ay^iSKm4?@$tgh71!DX#dVYTq*shb"
    "ISQ{A9i{$AQlF5$pgPm1GnrBWy6>vOSno0E6oAIl1L!+FfL^-+W?FE8@=(YetT|T?_kQ?d7N+S{EIe2nwI=|VFP^3wopM@pf44a1rxj)x2<k}}"
    "h{jHy$g9;C7#z?}+)j7gnG@!59egYQgO8XF_>1!>W6xmsvKA-d;%4Qh7D9Vh1e}gl9evfC$u&9rqgk-<HyPxst>o7KPy8&uin4{{&1ZSl%a7-u"
    "EYWUQlyKt->M13bQoDxs(<kdH|46brN`5!Q)$|c^f-;@{HGDn&l0r(z;Ncs4&2FpDHyt`flpIjeppmZ8xS2bwZ-9diP@fo`rhFp-Y7W9rndd5G"
    "kDXweju};KbIqaQ5f!4KhWProh8VX^1xD3-+lJPS3bPY9HOU7ZngmBwNZ)_5H^|8<2><{"
)
"""Ten seconds of VP8, 64 × 48."""

M4A = _unpacked(
    "ABzY8000000t4+7yGjE=aP|_7g@}UUgA-2FPD4B-SjNsmE73wk*<|nZbT@b0ZX#-PWl9@Az|wE9%?J1ec7lJQvwI2IC<r#%INUJLo!PnB831rY"
    "b)D>OZhHU@Xd1~_Ao>6>7N$V}K<)*j>cxRw+HO?+vcFZ{sQBPiY7=D6EB)i|BS7&=#Bm#&#6|m@!4MSQ07}n5Kz{=u!(N}|8hi^5#(hvJy+r<4"
    "U7DPQuhB5Cr6WJjyAm)Zk-7nwYH&iwE%we9<^_u=GM-?cYk$gs+`>WE2<zvJr+tfzTTR<@A7!>fn~VqA$LWfw86q<&#Zb@{mg`-X2BB5Lcq`>z"
    "&O05c>KyqCsU)*}jzqFazm!d2vUgPt)j%?7%F42A6^%utv$YvxoJ{~mmq$=DGSxYJg;C^)qf3{{{H9)O;KckMlf`t!#hWy&%o<N~O775hV^yg2"
    "I$iM}{{*L{YQ$Er)({uuS;DlC#+>(hOy1v3XX|GP3@lb>q26MOns*nd{<~YUhX4mBrAfl=L0FISNn3qXvA)J4ZhP8)u(<O>-1!^6-uWLfby-+2"
    "1^@s"
)
"""Two seconds of AAC."""

OGG = _unpacked(
    "ABzY8000000t53;PY-5bVt@jsbM`Ah^nse@^^C&)1*OFvsfj6!j24UyyTJ<lLCP7Bl`{fq$)`7VF`9vtha{#K^8!VD63f!ejPwkF$iN7sL==cq"
    "^OEyZQj2U+Bq1h3jR%_ua*cZ9mn}x@Y@`AX?q}A@s}ndl)@<fGHcH|rp>bKx2oHH?ApItxJJ*Pf^pGD7RMG;T#i9Zc@GL;uZ2O+gjL>id09RIS"
    "HkJbb00"
)
"""Two seconds of Opus."""
