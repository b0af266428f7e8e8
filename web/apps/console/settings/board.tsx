import { asApiError, type Suggestion, type SuggestionStatus } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { ChevronUp, Edit, External, Flag } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fullTime } from '../lib/time';
import { Dialog } from '../parts/dialog';
import { Area, errorText, Field, Form, Submit, useForm } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { api } from '../state/session';
import { toast } from '../state/toasts';
import { waitingFirst } from './board-model';
import { PageHead } from './page';

const statuses: readonly SuggestionStatus[] = ['open', 'planned', 'in_progress', 'done', 'declined'];

const seeBoard = () => {
  window.open(`/board?lang=${locale.value}`, '_blank', 'noopener');
};

/** What customers suggest: read, published, and told what becomes of it. */
export function Board() {
  const [items, setItems] = useState<readonly Suggestion[] | undefined>();
  const [failed, setFailed] = useState('');
  const [editing, setEditing] = useState<Suggestion | undefined>();
  const load = () => {
    setFailed('');
    api.suggestions().then(
      answer => setItems(waitingFirst(answer.items)),
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, []);
  // Rows stay where they are until the page is opened anew: none may slip away under a hand.
  const put = (now: Suggestion) => setItems(known => known?.map(item => (item.id === now.id ? now : item)));
  return (
    <>
      <PageHead title={t('settings.board')} text={t('board.text')}>
        <a class="button" href={`/board?lang=${locale.value}`} target="_blank" rel="noopener">
          <External size={16} />
          {t('board.see')}
        </a>
      </PageHead>
      {!items && !failed && <Skeleton rows={3} kind="form" />}
      {failed && <Broken text={failed} onRetry={load} />}
      {items?.length === 0 && (
        <Empty icon={<Flag size={28} />} title={t('board.empty')} text={t('board.empty_text')} />
      )}
      <ul class="rows card wishes">
        {items?.map(item => (
          <Wish key={item.id} item={item} onChange={put} onEdit={() => setEditing(item)} />
        ))}
      </ul>
      {editing && <WishEditor item={editing} onChange={put} onClose={() => setEditing(undefined)} />}
    </>
  );
}

interface WishProps {
  item: Suggestion;
  onChange: (now: Suggestion) => void;
  onEdit: () => void;
}

function Wish({ item, onChange, onEdit }: WishProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  // Nothing is disabled meanwhile: a disabled control would lose the keyboard's focus.
  const change = async (body: Parameters<typeof api.changeSuggestion>[1]) => {
    if (busy) return;
    setBusy(true);
    setProblem('');
    try {
      onChange((await api.changeSuggestion(item.id, body)).suggestion);
      if (body.published) toast(t('board.published'), { action: { label: t('board.see'), run: seeBoard } });
      if (body.published === false) toast(t('board.withdrawn'));
    } catch (failure) {
      setProblem(errorText(asApiError(failure)));
      onChange({ ...item });
    }
    setBusy(false);
  };
  return (
    <li aria-busy={busy}>
      <span class="wish-votes" role="img" aria-label={t('board.votes', { count: item.votes })}>
        <ChevronUp size={15} />
        <b>{item.votes}</b>
      </span>
      <div class="rows-main">
        <b>
          {item.title}{' '}
          <span class={`tag ${item.published ? 'ok' : 'warn'}`}>
            {t(item.published ? 'board.is_public' : 'board.waits')}
          </span>
        </b>
        {item.body && <p class="muted clamp">{item.body}</p>}
        <small class="muted">
          {[`#${item.number}`, item.contact, fullTime(item.created_at, locale.value)]
            .filter(Boolean)
            .join(' · ')}
        </small>
        {problem && (
          <p class="field-problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div class="wish-acts">
        <select
          aria-label={t('board.status', { title: item.title })}
          value={item.status}
          onChange={event => void change({ status: event.currentTarget.value as SuggestionStatus })}
        >
          {statuses.map(status => (
            <option key={status} value={status}>
              {t(`board.${status}`)}
            </option>
          ))}
        </select>
        <button
          type="button"
          class={`button small ${item.published ? '' : 'primary'}`}
          onClick={() => void change({ published: !item.published })}
        >
          {t(item.published ? 'board.withdraw' : 'board.publish')}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={`${t('edit')}: ${item.title}`}
          title={t('edit')}
          onClick={onEdit}
        >
          <Edit size={17} />
        </button>
      </div>
    </li>
  );
}

/** The customer's words made fit for everybody's eyes. */
function WishEditor({ item, onChange, onClose }: Omit<WishProps, 'onEdit'> & { onClose: () => void }) {
  const [title, setTitle] = useState(item.title);
  const [body, setBody] = useState(item.body);
  const form = useForm();
  const save = async () => {
    const saved = await form.run(async () => {
      const answer = await api.changeSuggestion(item.id, { title: title.trim(), body: body.trim() });
      onChange(answer.suggestion);
    });
    if (saved) onClose();
  };
  return (
    <Dialog label={`${t('edit')} #${item.number}`} onClose={onClose}>
      <Form onSubmit={save}>
        <p class="muted">{t('board.edit_text')}</p>
        <Field
          label={t('board.title')}
          required
          maxLength={200}
          value={title}
          problem={form.error?.field('title')}
          onInput={event => setTitle(event.currentTarget.value)}
        />
        <Area
          label={t('board.body')}
          rows={6}
          maxLength={8000}
          value={body}
          problem={form.error?.field('body')}
          onInput={event => setBody(event.currentTarget.value)}
        />
        <Submit form={form} />
      </Form>
    </Dialog>
  );
}
