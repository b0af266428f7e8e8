// The first page of the wizard: which door is it?

import { DoorBadge } from '@keydesk/ui/door-icons';
import { ChevronRight } from '@keydesk/ui/icons';
import { channelKinds, said } from '../../doors/names';
import { t } from '../../i18n/index';
import { follow, root } from '../../lib/router';
import { piecesOf } from './values';

export function Kinds({ onWeb }: { onWeb: () => void }) {
  const kinds = channelKinds.value ?? [];
  return (
    <>
      <ul class="kinds">
        <li>
          <button type="button" class="kind" onClick={onWeb}>
            <DoorBadge kind="web" size={40} />
            <span>
              <b>{t('channel.web_name')}</b>
              <small>{t('channel.web_about')}</small>
            </span>
            <ChevronRight size={18} />
          </button>
        </li>
        {kinds.map(kind => (
          <li key={kind.kind}>
            <a class="kind" href={`${root}/settings/inboxes?add=${kind.kind}`} onClick={follow}>
              <DoorBadge kind={kind.kind} size={40} />
              <span>
                <b>{said(kind.name)}</b>
                <small>{firstSentence(said(kind.about))}</small>
              </span>
              <ChevronRight size={18} />
            </a>
          </li>
        ))}
      </ul>
      {kinds.length === 0 && <p class="muted">{t('channel.none')}</p>}
    </>
  );
}

/** A card says one sentence; the page behind it says the rest. */
export function firstSentence(about: string): string {
  const plain = piecesOf(about)
    .map(piece => piece.text)
    .join('');
  return /^.+?(?:[.!?](?=\s|$)|[。！？])/s.exec(plain)?.[0] ?? plain;
}

export function About({ text }: { text: string }) {
  return (
    <p class="about">
      {piecesOf(text).map((piece, index) =>
        piece.href ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer">
            {piece.text}
          </a>
        ) : (
          <span key={index}>{piece.text}</span>
        ),
      )}
    </p>
  );
}
