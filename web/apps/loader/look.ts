// The host page may style anything: `:host` with !important inside the shadow root outranks it.
export const css = `:host{all:initial!important;position:fixed!important;inset:auto!important;margin:0!important;padding:0!important;border:0!important;width:0!important;height:0!important;overflow:visible!important;background:none!important;display:block!important;visibility:visible!important;opacity:1!important;transform:none!important;filter:none!important;clip-path:none!important;pointer-events:auto!important;z-index:2147483000!important}
[hidden]{display:none!important}
button{all:unset;box-sizing:border-box;position:fixed;right:24px;bottom:24px;width:60px;height:60px;border-radius:50%;background:linear-gradient(145deg,#4f7cff,#2450e6);color:#fff;cursor:pointer;box-shadow:0 10px 30px #2450e659,0 2px 6px #0003;display:grid;place-items:center;transition:transform .18s;-webkit-tap-highlight-color:transparent}
button:hover{transform:scale(1.05)}
button:active{transform:scale(.97)}
button:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #2450e6}
svg{grid-area:1/1;width:28px;height:28px;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;transition:opacity .18s,transform .18s}
.x,.open .c{opacity:0;transform:rotate(-45deg) scale(.6)}
.open .x{opacity:1;transform:none}
span{position:absolute;top:-3px;right:-3px;min-width:22px;box-sizing:border-box;padding:0 6px;border-radius:11px;background:#d92d20;color:#fff;font:600 12px/22px system-ui,sans-serif;text-align:center;box-shadow:0 0 0 2px #fff}
iframe{position:fixed;right:24px;bottom:100px;width:min(396px,calc(100vw - 48px));height:min(680px,calc(100vh - 124px));border:0;border-radius:20px;box-shadow:0 24px 64px #0f172a40,0 2px 8px #0f172a1f;color-scheme:normal;background:#fff;animation:k .2s}
@media(prefers-color-scheme:dark){iframe{background:#12161d}}
@keyframes k{from{opacity:0;transform:translateY(12px)}}
@media(max-width:480px),(max-height:480px){iframe{inset:0;width:100%;height:100%;height:100dvh;border-radius:0}.open{display:none}button{right:16px;bottom:calc(16px + env(safe-area-inset-bottom))}}
@media(prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}`;
