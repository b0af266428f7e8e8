// Settings → Assistant: which model is asked, what it may do, and whether it answers.
import { useEffect, useState } from 'preact/hooks';
import { t, type Word } from '../i18n/assistant';
import { Field, Form, Outcome, Submit, Switch, useForm } from '../parts/form';
import { Broken, Skeleton } from '../parts/states';
import { Card, PageHead, useLoaded } from '../settings/page';
import * as desk from './api';
import './assistant.css';
import { loadOffer } from './state';

const own = new Set(['address', 'port', 'user']);

function problemOf(problem: string | undefined): string | undefined {
  if (problem === 'not_secure') return t('not_secure');
  return problem && own.has(problem) ? t(`problem_${problem}` as Word) : problem;
}

export function AssistantPage() {
  const loaded = useLoaded(desk.settings);
  return (
    <>
      <PageHead title={t('page')} text={t('page_text')} />
      {loaded.failed && <Broken text={loaded.failed} onRetry={loaded.again} />}
      {!loaded.value && !loaded.failed && <Skeleton rows={4} kind="form" />}
      {loaded.value && <Editor first={loaded.value} />}
      <Card title={t('leaves')} text={t('leaves_text')}>
        {null}
      </Card>
    </>
  );
}

function Editor({ first }: { first: desk.Settings }) {
  const [now, setNow] = useState(first);
  const [kept, setKept] = useState(first);
  const [key, setKey] = useState('');
  const [noKey, setNoKey] = useState(false);
  const form = useForm();
  useEffect(() => setNow(kept), [kept]);
  const put = (change: Partial<desk.Settings>) => setNow({ ...now, ...change });
  const save = () =>
    form.run(async () => {
      const { has_key: _, ...body } = now;
      const typed = noKey ? { api_key: '' } : key ? { api_key: key } : {};
      setKept(await desk.saveSettings({ ...body, ...typed }));
      setKey('');
      setNoKey(false);
      loadOffer();
    });
  const missing = form.error?.field('api_key') === 'missing' ? t('key_again') : form.error?.field('api_key');
  return (
    <>
      <Card>
        <Form onSubmit={save}>
          <Field
            label={t('base_url')}
            hint={t('base_url_hint')}
            value={now.base_url}
            problem={problemOf(form.error?.field('base_url'))}
            spellcheck={false}
            inputMode="url"
            onInput={event => put({ base_url: event.currentTarget.value.trim() })}
          />
          <Switch
            label={t('own')}
            hint={t('own_hint')}
            on={now.own_network}
            onChange={on => put({ own_network: on })}
          />
          <Field
            label={t('model')}
            hint={t('model_hint')}
            value={now.model}
            problem={form.error?.field('model')}
            spellcheck={false}
            onInput={event => put({ model: event.currentTarget.value.trim() })}
          />
          <Field
            label={t('key')}
            hint={t(kept.has_key ? 'key_kept' : 'key_hint')}
            type="password"
            autocomplete="off"
            value={key}
            problem={missing}
            onInput={event => setKey(event.currentTarget.value.trim())}
          />
          {kept.has_key && <Switch label={t('key_remove')} on={noKey} onChange={setNoKey} />}
          <Switch
            label={t('drafts')}
            hint={t('drafts_hint')}
            on={now.drafts}
            onChange={on => put({ drafts: on })}
          />
          <Switch
            label={t('translation')}
            hint={t('translation_hint')}
            on={now.translation}
            onChange={on => put({ translation: on })}
          />
          <Submit form={form} />
        </Form>
      </Card>
      {kept.base_url !== '' && <Attempt />}
    </>
  );
}

function Attempt() {
  const [answer, setAnswer] = useState<string | undefined>();
  const form = useForm();
  const ask = () =>
    form.run(async () => {
      setAnswer(undefined);
      setAnswer((await desk.attempt()).answer);
    });
  return (
    <Card title={t('try_it')} text={t('try_text')}>
      <div class="form-foot">
        <button type="button" class="button" aria-disabled={form.busy} onClick={() => void ask()}>
          {form.busy ? t('trying') : t('try_it')}
        </button>
        {form.error && <Outcome form={form} />}
      </div>
      {answer !== undefined && !form.error && (
        <p class="assist-answer" role="status">
          <b>{t('answer')}:</b> {answer}
        </p>
      )}
    </Card>
  );
}
