// Every version that was ever saved: read it, bring it back as a draft.

import { locale } from '@keydesk/ui/i18n';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/articles';
import { fullTime } from '../lib/time';
import { Dialog } from '../parts/dialog';
import { Skeleton } from '../parts/states';
import { sayFailed } from '../state/failed';
import { toast } from '../state/toasts';
import { knowledge, type Lang, type Version } from './api';

interface Props {
  slug: string;
  lang: Lang;
  published: number;
  onRestored: (version: Version) => void;
  onClose: () => void;
}

export function Versions({ slug, lang, published, onRestored, onClose }: Props) {
  const [list, setList] = useState<readonly Version[] | undefined>();
  const [open, setOpen] = useState<Version | undefined>();

  useEffect(() => {
    knowledge.history(slug, lang).then(setList, sayFailed);
  }, []);
  const restore = (version: number) =>
    void knowledge.restore(slug, lang, version).then(fresh => {
      toast(t('restored'));
      onRestored(fresh);
      onClose();
    }, sayFailed);
  return (
    <Dialog label={`${t('history')} · ${t(`lang_${lang}`)}`} onClose={onClose} class="article-versions">
      {!list && <Skeleton rows={3} kind="list" />}
      <ul class="rows">
        {list?.map((one, index) => (
          <li key={one.version}>
            <div class="rows-main">
              <b>
                {t('version', { version: one.version, author: one.author })}{' '}
                {one.version === published && <span class="tag ok">{t('published')}</span>}
                {one.restored_from > 0 && (
                  <span class="tag quiet">{t('restored_from', { version: one.restored_from })}</span>
                )}
              </b>
              <small class="muted">
                {fullTime(one.at, locale.value as Lang)} · {one.title}
              </small>
              {open?.version === one.version && <pre class="version-text">{open.body}</pre>}
            </div>
            <button
              type="button"
              class="button small"
              aria-expanded={open?.version === one.version}
              onClick={() =>
                open?.version === one.version
                  ? setOpen(undefined)
                  : void knowledge.text(slug, lang, one.version).then(setOpen, sayFailed)
              }
            >
              {t('body')}
            </button>
            {index > 0 && (
              <button type="button" class="button small" onClick={() => restore(one.version)}>
                {t('restore')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
