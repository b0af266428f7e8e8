// Settings → Incidents: what is proposed, open and over.

import { locale } from '@keydesk/ui/i18n';
import { Plus, Shield } from '@keydesk/ui/icons';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fullTime } from '../lib/time';
import { Dialog } from '../parts/dialog';
import { Area, Field, Form, Submit, Switch, useForm } from '../parts/form';
import { Empty } from '../parts/states';
import { CaseSelect } from '../playbooks/case-field';
import { caseName } from '../playbooks/names';
import { PageHead } from '../settings/page';
import { sayFailed } from '../state/failed';
import { type Incident, incidents, loadIncidents, queueApi } from './state';

type Doing = { what: 'open' | 'end'; incident?: Incident } | undefined;

export function IncidentsPage() {
  const [doing, setDoing] = useState<Doing>();
  useEffect(() => void loadIncidents(), []);
  const dismiss = (incident: Incident) =>
    queueApi.dismissIncident(incident.id).then(loadIncidents, sayFailed);
  return (
    <>
      <PageHead title={t('settings.incidents')} text={t('incidents.text')}>
        <button type="button" class="button primary" onClick={() => setDoing({ what: 'open' })}>
          <Plus size={17} />
          {t('incidents.add')}
        </button>
      </PageHead>
      {incidents.value.length === 0 && (
        <Empty icon={<Shield size={28} />} title={t('incidents.empty')} text={t('incidents.empty_text')} />
      )}
      <ul class="rows card">
        {incidents.value.map(incident => (
          <li key={incident.id}>
            <div class="rows-main">
              <b>
                {(locale.value === 'en' ? incident.title_en : incident.title_zh) ||
                  caseName(incident.case_type)}
              </b>{' '}
              <span class={`tag ${tone[incident.state]}`}>{t(`incidents.${incident.state}`)}</span>
              <small class="muted">{details(incident)}</small>
            </div>
            {incident.state === 'proposed' && (
              <>
                <button type="button" class="button small" onClick={() => void dismiss(incident)}>
                  {t('incidents.dismiss')}
                </button>
                <button
                  type="button"
                  class="button small primary"
                  onClick={() => setDoing({ what: 'open', incident })}
                >
                  {t('incidents.confirm')}
                </button>
              </>
            )}
            {incident.state === 'open' && (
              <>
                <button
                  type="button"
                  class="button small"
                  onClick={() => setDoing({ what: 'open', incident })}
                >
                  {t('incidents.edit')}
                </button>
                <button
                  type="button"
                  class="button small primary"
                  onClick={() => setDoing({ what: 'end', incident })}
                >
                  {t('incidents.end')}
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {doing?.what === 'open' && <Opening incident={doing.incident} onClose={() => setDoing(undefined)} />}
      {doing?.what === 'end' && doing.incident && (
        <Ending incident={doing.incident} onClose={() => setDoing(undefined)} />
      )}
    </>
  );
}

const tone = { proposed: 'warn', open: 'bad', resolved: 'ok', dismissed: 'quiet' } as const;

function details(incident: Incident): string {
  const { told, affected, customers } = incident;
  return [
    caseName(incident.case_type),
    fullTime(incident.opened_at, locale.value),
    incident.state === 'proposed'
      ? t('incidents.customers', { count: customers })
      : t('incidents.told', { told, affected }),
  ].join(' · ');
}

const titles = ['title_zh', 'title_en'] as const;
const texts = ['text_zh', 'text_en'] as const;
const ends = ['end_zh', 'end_en'] as const;

function Opening({ incident, onClose }: { incident?: Incident | undefined; onClose: () => void }) {
  const [now, setNow] = useState<Record<string, string>>({
    title_zh: incident?.title_zh ?? '',
    title_en: incident?.title_en ?? '',
    text_zh: incident?.text_zh ?? '',
    text_en: incident?.text_en ?? '',
    ...(incident ? {} : { case_type: '' }),
  });
  const form = useForm();
  const save = async () => {
    if (!(await form.run(() => queueApi.openIncident(incident?.id ?? '', now)))) return;
    await loadIncidents();
    onClose();
  };
  return (
    <Dialog label={incident ? caseName(incident.case_type) : t('incidents.add')} onClose={onClose}>
      <Form onSubmit={save}>
        <p class="muted">{t('incidents.warning')}</p>
        {!incident && (
          <CaseSelect
            label={t('incidents.case')}
            value={now.case_type ?? ''}
            problem={form.error?.field('case_type')}
            onChange={case_type => setNow({ ...now, case_type })}
          />
        )}
        {titles.map(name => (
          <Field
            key={name}
            label={t(`incidents.${name}`)}
            required
            maxLength={120}
            value={now[name]}
            problem={form.error?.field(name)}
            onInput={event => setNow({ ...now, [name]: event.currentTarget.value })}
          />
        ))}
        {texts.map(name => (
          <Area
            key={name}
            label={t(`incidents.${name}`)}
            required
            rows={3}
            maxLength={2000}
            value={now[name]}
            problem={form.error?.field(name)}
            onInput={event => setNow({ ...now, [name]: event.currentTarget.value })}
          />
        ))}
        <Submit form={form} text={t('incidents.confirm')} />
      </Form>
    </Dialog>
  );
}

function Ending({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const [now, setNow] = useState({ end_zh: '', end_en: '' });
  const [all, setAll] = useState(false);
  const form = useForm();
  const save = async () => {
    const body = { text_en: now.end_en, text_zh: now.end_zh, resolve_conversations: all };
    if (!(await form.run(() => queueApi.endIncident(incident.id, body)))) return;
    await loadIncidents();
    onClose();
  };
  return (
    <Dialog label={t('incidents.end')} onClose={onClose}>
      <Form onSubmit={save}>
        {ends.map(name => (
          <Area
            key={name}
            label={t(`incidents.${name}`)}
            rows={3}
            maxLength={2000}
            value={now[name]}
            onInput={event => setNow({ ...now, [name]: event.currentTarget.value })}
          />
        ))}
        <Switch label={t('incidents.close_all')} on={all} onChange={setAll} />
        <Submit form={form} text={t('incidents.end')} />
      </Form>
    </Dialog>
  );
}
