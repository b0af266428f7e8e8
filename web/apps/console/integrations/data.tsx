// What comes from another desk, and what goes to a spreadsheet.
import { useEffect, useState } from 'preact/hooks';
import { t, type Word } from '../i18n/integrations';
import { Field, Form, Outcome, Select, Switch, useForm } from '../parts/form';
import { Card } from '../settings/page';
import { inboxes } from '../state/meta';
import * as desk from './api';
import { Code, when } from './shared';

const sources = [
  { id: 'chatwoot', text: 'Chatwoot' },
  { id: 'zammad', text: 'Zammad' },
  { id: 'zendesk', text: 'Zendesk' },
  { id: 'freescout', text: 'FreeScout' },
];

export function DataCards() {
  return (
    <>
      <Import />
      <Export />
    </>
  );
}

const atWork = (job: desk.ImportJob | undefined) => job?.state === 'reading' || job?.state === 'running';

function Import() {
  const [source, setSource] = useState('chatwoot');
  const [inbox, setInbox] = useState('');
  const [dry, setDry] = useState(true);
  const [file, setFile] = useState<File | undefined>();
  const [jobs, setJobs] = useState<readonly desk.ImportJob[]>([]);
  const form = useForm();
  const load = () =>
    desk.imports().then(
      page => setJobs(page.items),
      () => undefined,
    );
  useEffect(() => void load(), []);
  const busy = atWork(jobs[0]);
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => void load(), 1000);
    return () => clearInterval(timer);
  }, [busy]);
  const into = inbox || inboxes.value[0]?.id || '';
  const start = () =>
    form.run(async () => {
      if (!file) return;
      await desk.startImport({ source, inbox: into, dry_run: dry ? '1' : '0' }, file);
      await load();
    });
  return (
    <Card title={t('import_title')} text={t('import_text')}>
      <Form onSubmit={start}>
        <div class="pair">
          <Select label={t('source')} value={source} options={sources} onChange={setSource} />
          <Select
            label={t('import_inbox')}
            value={into}
            options={inboxes.value.map(one => ({ id: one.id, text: one.name }))}
            onChange={setInbox}
          />
        </div>
        <Field
          label={t('file')}
          type="file"
          accept=".json,.jsonl,.ndjson,.zip,application/json,application/zip"
          required
          onChange={event => setFile(event.currentTarget.files?.[0])}
        />
        <Switch label={t('dry_run')} on={dry} onChange={setDry} />
        <div class="form-foot">
          <button type="submit" class="button primary" disabled={form.busy || busy}>
            {t('import_go')}
          </button>
          {form.error && <Outcome form={form} />}
        </div>
      </Form>
      <ul class="rows">
        {jobs.map(job => (
          <Job key={job.id} job={job} />
        ))}
      </ul>
    </Card>
  );
}

function Job({ job }: { job: desk.ImportJob }) {
  const name = sources.find(one => one.id === job.source)?.text ?? job.source;
  return (
    <li>
      <div class="rows-main" role="status">
        <b>{name}</b> <small class="muted">{when(job.at)}</small>
        {job.state === 'reading' && <p>{t('import_reading')}</p>}
        {job.state === 'running' && (
          <p>
            <progress max={job.total} value={job.done} />{' '}
            {t('import_at_work', { done: job.done, total: job.total })}
          </p>
        )}
        {job.state === 'failed' && (
          <p class="field-problem">
            {t('import_failed')}: {t(`import_${job.fault}` as Word)}
          </p>
        )}
        {job.state === 'done' && (
          <>
            {job.dry_run && <p class="muted">{t('import_tried')}</p>}
            <p>{t('import_done', { ...job.report, faults: job.report.faults.length, missing: 0 })}</p>
            {job.report.missing.length > 0 && (
              <>
                <p class="muted">{t('import_missing')}</p>
                <Code label={t('import_missing')} text={job.report.missing.join('\n')} />
              </>
            )}
            {job.report.faults.length > 0 && <Code label={name} text={job.report.faults.join('\n')} />}
          </>
        )}
      </div>
    </li>
  );
}

function Export() {
  const [what, setWhat] = useState('conversations');
  const [format, setFormat] = useState('csv');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const query: Record<string, string> = { format };
  if (since) query.since = String(new Date(`${since}T00:00:00`).getTime());
  if (until) query.until = String(new Date(`${until}T23:59:59.999`).getTime());
  const choices = (...ids: Word[]) => ids.map(id => ({ id, text: t(id) }));
  return (
    <Card title={t('export_title')} text={t('export_text')}>
      <div class="form">
        <div class="pair">
          <Select
            label={t('what')}
            value={what}
            options={choices('conversations', 'customers', 'messages')}
            onChange={setWhat}
          />
          <Select label={t('format')} value={format} options={choices('csv', 'jsonl')} onChange={setFormat} />
          <Field
            label={t('from')}
            type="date"
            value={since}
            onInput={event => setSince(event.currentTarget.value)}
          />
          <Field
            label={t('until')}
            type="date"
            value={until}
            onInput={event => setUntil(event.currentTarget.value)}
          />
        </div>
        <div class="form-foot">
          <a class="button primary" href={desk.exportUrl(what, query)} download>
            {t('export_go')}
          </a>
        </div>
      </div>
    </Card>
  );
}
