// The playbooks: read, edited with the answers beside the text, tried on the past, published.

import { asApiError } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { ChevronLeft } from '@keydesk/ui/icons';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Key, t } from '../i18n/index';
import { follow, root } from '../lib/router';
import { fullTime } from '../lib/time';
import { errorText } from '../parts/form';
import { Broken, Skeleton } from '../parts/states';
import { PageHead } from '../settings/page';
import { sayFailed } from '../state/failed';
import { isLead } from '../state/session';
import { toast } from '../state/toasts';
import { type Checked, type DryRun, type Opened, type Playbook, playbooks } from './desk';
import { SpeakingInboxes } from './inboxes';
import { caseName, known } from './names';
import './playbooks.css';

const tryOn = 200;

export function PlaybooksPage() {
  const [failed, setFailed] = useState('');
  const [open, setOpen] = useState<string | undefined>();
  const [words, setWords] = useState('');
  const load = () => {
    setFailed('');
    playbooks.list().then(
      answer => {
        known.value = answer.items;
      },
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, []);
  if (open) return <Editor key={open} id={open} onClose={() => setOpen(undefined)} onPublished={load} />;
  const items = known.value.filter(one => fits(one, words));
  return (
    <>
      <PageHead title={t('settings.playbooks')} text={t('playbooks.text')} />
      {known.value.length === 0 && !failed && <Skeleton rows={6} kind="form" />}
      {failed && <Broken text={failed} onRetry={load} />}
      {known.value.length > 0 && (
        <input
          class="playbooks-search"
          type="search"
          aria-label={t('playbooks.search')}
          placeholder={t('playbooks.search')}
          value={words}
          onInput={event => setWords(event.currentTarget.value)}
        />
      )}
      <ul class="rows card playbooks">
        {items.map(one => (
          <li key={one.id}>
            <button
              type="button"
              class="playbook-row"
              disabled={!isLead.value}
              onClick={() => setOpen(one.id)}
            >
              <span class="rows-main">
                <b>{one.name[locale.value]}</b>
                <small class="muted">
                  {one.id} · {t('playbooks.examples', { count: one.examples })}
                </small>
              </span>
              <span class="playbook-tags">
                {one.check !== 'none' && <span class="tag">{t(`playbooks.check_${one.check}` as Key)}</span>}
                {one.needs.map(need => (
                  <span key={need.fact} class="tag quiet">
                    {t(`playbooks.fact_${need.fact}` as Key)}
                  </span>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {isLead.value && <SpeakingInboxes />}
    </>
  );
}

function fits(one: Playbook, words: string): boolean {
  const wanted = words.trim().toLowerCase();
  const text = `${one.id} ${one.name.en} ${one.name['zh-CN']} ${one.topic}`.toLowerCase();
  return text.includes(wanted);
}

interface EditorProps {
  id: string;
  onClose: () => void;
  onPublished: () => void;
}

function Editor({ id, onClose, onPublished }: EditorProps) {
  const [opened, setOpened] = useState<Opened | undefined>();
  const [source, setSource] = useState('');
  const [checked, setChecked] = useState<Checked>({});
  const [run, setRun] = useState<DryRun | undefined>();
  const [failed, setFailed] = useState('');
  const [busy, setBusy] = useState(false);
  const load = () => {
    playbooks.open(id).then(
      answer => {
        setOpened(answer);
        setSource(answer.source);
      },
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, [id]);
  useChecked(source, setChecked);
  const act = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
    } catch (failure) {
      sayFailed(failure);
    }
    setBusy(false);
  };
  const save = (publish: boolean) =>
    act(async () => {
      const { version } = await playbooks.save(id, source, publish);
      toast(publish ? t('playbooks.published', { name: caseName(id) }) : t('playbooks.saved', { version }));
      if (publish) onPublished();
      const text = source;
      setOpened(await playbooks.open(id));
      setSource(text);
    });
  if (failed) return <Broken text={failed} onRetry={load} />;
  if (!opened) return <Skeleton rows={6} kind="form" />;
  return (
    <div class="playbook-editor" aria-busy={busy}>
      <header>
        <button type="button" class="icon-button" aria-label={t('back')} onClick={onClose}>
          <ChevronLeft />
        </button>
        <h2>{caseName(id)}</h2>
        <button
          type="button"
          class="button"
          onClick={() => void act(async () => setRun(await playbooks.dryRun(source, tryOn)))}
        >
          {t('playbooks.dry')}
        </button>
        <button type="button" class="button" onClick={() => void save(false)}>
          {t('playbooks.save')}
        </button>
        <button type="button" class="button primary" onClick={() => void save(true)}>
          {t('playbooks.publish')}
        </button>
      </header>
      <p class={`playbook-verdict ${checked.fault ? 'bad' : 'ok'}`} role="status">
        {checked.fault ? `${t('playbooks.fault')}: ${checked.fault}` : t('playbooks.fine')}
      </p>
      {run && <Outcome run={run} />}
      <div class="playbook-halves">
        <textarea
          aria-label={t('playbooks.source')}
          spellcheck={false}
          value={source}
          onInput={event => setSource(event.currentTarget.value)}
        />
        <Preview checked={checked} />
      </div>
      <Versions
        opened={opened}
        onLoad={version =>
          act(async () => setSource((await playbooks.version(id, version)).source ?? source))
        }
      />
    </div>
  );
}

/** Asks the server a moment after the last key; an answer that came too late is dropped. */
function useChecked(source: string, take: (checked: Checked) => void): void {
  const newest = useRef(0);
  useEffect(() => {
    if (!source) return;
    const mine = ++newest.current;
    const timer = setTimeout(() => {
      playbooks.check(source).then(
        answer => mine === newest.current && take(answer),
        () => undefined,
      );
    }, 350);
    return () => clearTimeout(timer);
  }, [source]);
}

function Preview({ checked }: { checked: Checked }) {
  const [tag, setTag] = useState<'en' | 'zh-CN'>(locale.value);
  const book = checked.playbook;
  return (
    <section class="playbook-preview" aria-label={t('playbooks.preview')}>
      <div class="playbook-tongues">
        {(['zh-CN', 'en'] as const).map(one => (
          <button
            key={one}
            type="button"
            class="button small"
            aria-pressed={tag === one}
            onClick={() => setTag(one)}
          >
            {one === 'en' ? 'English' : '中文'}
          </button>
        ))}
      </div>
      {book?.needs.map(need => (
        <article key={need.fact} lang={tag}>
          <h3>
            {t('playbooks.ask')} · {t(`playbooks.fact_${need.fact}` as Key)}
          </h3>
          <p>{need.ask[tag]}</p>
          <p class="muted">{need.why[tag]}</p>
        </article>
      ))}
      {book?.answers.map(answer => (
        <article key={answer.when.join()} lang={tag}>
          <h3>
            {answer.when.join(', ')} <span class="tag quiet">{answer.then}</span>
          </h3>
          <p>{answer.text[tag]}</p>
        </article>
      ))}
    </section>
  );
}

function Outcome({ run }: { run: DryRun }) {
  const cases = [...new Set([...Object.keys(run.now), ...Object.keys(run.then)])];
  const moved = cases.filter(id => (run.now[id] ?? 0) !== (run.then[id] ?? 0));
  const name = (id: string) => (id && id !== 'none' ? caseName(id) : t('playbooks.none'));
  return (
    <section class="playbook-run card" aria-label={t('playbooks.dry')}>
      <p class="muted">{t('playbooks.dry_text', { count: run.looked_at })}</p>
      {run.changed.length === 0 && <p>{t('playbooks.nothing_changed')}</p>}
      {moved.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t('playbooks.case')}</th>
              <th>{t('playbooks.now')}</th>
              <th>{t('playbooks.then')}</th>
            </tr>
          </thead>
          <tbody>
            {moved.map(id => (
              <tr key={id}>
                <td>{name(id)}</td>
                <td>{run.now[id] ?? 0}</td>
                <td>{run.then[id] ?? 0}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {run.changed.length > 0 && <h3>{t('playbooks.changed')}</h3>}
      <ul>
        {run.changed.map(one => (
          <li key={one.conversation}>
            <a href={`${root}/c/${one.conversation}`} onClick={follow}>
              #{one.number}
            </a>{' '}
            <span class="clamp">{one.words}</span>
            <small class="muted">{`${name(one.from)} → ${name(one.to)}`}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Versions({ opened, onLoad }: { opened: Opened; onLoad: (version: number) => Promise<void> }) {
  return (
    <section class="playbook-versions">
      <h3>{t('playbooks.versions')}</h3>
      <ul class="rows card">
        {opened.versions.map(one => (
          <li key={one.version}>
            <span class="rows-main">
              <b>
                {one.version === 0
                  ? t('playbooks.built_in')
                  : t('playbooks.version', { version: one.version })}{' '}
                {one.published && one.version > 0 && <span class="tag ok">{t('playbooks.publish')}</span>}
              </b>
              {one.agent && (
                <small class="muted">
                  {t('playbooks.by', { name: one.agent.name })} · {fullTime(one.at, locale.value)}
                </small>
              )}
            </span>
            <button type="button" class="button small" onClick={() => void onLoad(one.version)}>
              {t('playbooks.restore')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
