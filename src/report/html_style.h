/// The look of the HTML report: one inline style sheet, light and dark, also on paper.
#pragma once

#include <string_view>

namespace zkp {

inline constexpr std::string_view kReportStyle = R"css(
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#14181f;--soft:#5b6574;--line:#dfe3ea;--accent:#2456c9;--data:#3b6fd8;--proof:#0f8a6d;--other:#98a1b0;
--good:#0b7a57;--good-bg:#e2f5ee;--mid:#8a5a00;--mid-bg:#fdf1d8;--low:#5b6574;--low-bg:#eceff4;--warn:#a32117;--warn-bg:#fdeceb;--warn-line:#f0b9b4}
@media (prefers-color-scheme:dark){:root{--bg:#0f1318;--card:#171c23;--ink:#e8ecf2;--soft:#9aa5b4;--line:#2a323d;--accent:#86abff;--data:#6f9bf2;--proof:#3cbf9b;--other:#66707f;
--good:#5fd6b1;--good-bg:#12342b;--mid:#f0c267;--mid-bg:#3a2d10;--low:#a6b0be;--low-bg:#252c36;--warn:#ff9d94;--warn-bg:#3a1917;--warn-line:#6d2f2a}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 24px 64px}
header h1{font-size:28px;line-height:1.2;margin:0 0 4px;letter-spacing:-.01em}
header p{margin:0;color:var(--soft)}
h2{font-size:19px;margin:40px 0 12px}
h3{font-size:16px;margin:0}
h4{font-size:12px;margin:20px 0 6px;color:var(--soft);text-transform:uppercase;letter-spacing:.06em}
p{margin:8px 0}
a{color:var(--accent)}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:12.5px;overflow-wrap:anywhere}
code.id{white-space:nowrap}
.soft{color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:12px 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0 12px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
.tile b{display:block;font-size:24px;line-height:1.2;font-weight:650;font-variant-numeric:tabular-nums}
.tile span{color:var(--soft);font-size:13px}
.warning{background:var(--warn-bg);border:1px solid var(--warn-line);color:var(--warn);border-radius:10px;padding:14px 18px;margin:16px 0}
.warning b{letter-spacing:.02em}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{text-align:left;color:var(--soft);font-weight:600;font-size:12px;border-bottom:1px solid var(--line);padding:6px 14px 6px 0;white-space:nowrap}
td{border-bottom:1px solid var(--line);padding:7px 14px 7px 0;vertical-align:top}
tr:last-child td{border-bottom:0}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
td.nowrap{white-space:nowrap}
td.text{overflow-wrap:anywhere;min-width:12em}
tr.context td{color:var(--soft)}
.badge{display:inline-block;border-radius:999px;padding:1px 9px;font-size:12px;font-weight:600;white-space:nowrap}
.proved,.accepted{color:var(--good);background:var(--good-bg)}
.recorded,.pending{color:var(--mid);background:var(--mid-bg)}
.signed{color:var(--low);background:var(--low-bg)}
.insecure{color:var(--warn);background:var(--warn-bg)}
.head{display:flex;flex-wrap:wrap;gap:6px 14px;align-items:baseline}
.head .grow{flex:1}
.bar{height:6px;border-radius:3px;background:var(--low-bg);overflow:hidden;margin:10px 0 2px;display:flex}
.bar i{display:block;background:var(--proof)}
.bar i.c{background:var(--mid);opacity:.55}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:8px 0;font-size:14px}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
ul.plain{margin:8px 0;padding-left:20px}
ul.plain li{margin:5px 0}
details summary{cursor:pointer;color:var(--accent);font-size:14px;margin:6px 0}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:12px}
.charts .card{margin:0}
figure{margin:0}
figcaption{font-weight:600;font-size:14px;margin-bottom:8px}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--ink)}
svg .t2{fill:var(--soft);font-size:11px}
svg .end{text-anchor:end}
svg .mid{text-anchor:middle}
svg .grid{stroke:var(--line);stroke-width:1}
svg .track{fill:var(--low-bg)}
svg .data{fill:var(--data)}
svg .proof{fill:var(--proof)}
svg .other{fill:var(--other)}
svg .edge{fill:none;stroke:var(--line);stroke-width:1.5}
svg .box{fill:var(--card);stroke:var(--line)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;font-size:12.5px;color:var(--soft);margin-top:6px}
.legend i{display:inline-block;width:10px;height:10px;border-radius:2px;margin-right:6px}
footer{margin-top:40px;color:var(--soft);font-size:13px;border-top:1px solid var(--line);padding-top:14px}
@media (max-width:560px){main{padding:20px 14px 40px}.charts{grid-template-columns:1fr}dl{grid-template-columns:1fr}dt{margin-top:6px}}
@media print{body{background:#fff}main{max-width:none;padding:0}.card,.tile{break-inside:avoid}details>*{display:block}}
)css";

}  // namespace zkp
