// A message's text with its links. No markup is ever interpreted.
import { pieces } from './links';

export function Rich({ text, warning }: { text: string; warning: string }) {
  return (
    <>
      {pieces(text).map((piece, i) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          // The order of the pieces never changes for one text, so the position is the key.
          <a
            key={String(i)}
            class={piece.disguised ? 'link disguised' : 'link'}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={piece.disguised ? `${warning} ${piece.host}` : piece.href}
          >
            <span class="link-dim">{piece.before}</span>
            <b>{piece.host}</b>
            <span class="link-dim">{piece.after}</span>
          </a>
        ),
      )}
    </>
  );
}
