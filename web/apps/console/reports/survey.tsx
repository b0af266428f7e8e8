// Whether customers of an inbox are asked how it was, and how long after.

import { asApiError } from '@keydesk/client/index';
import { useEffect, useState } from 'preact/hooks';
import { r } from '../i18n/reports';
import { Dialog } from '../parts/dialog';
import { errorText, Field, Switch } from '../parts/form';
import { Broken, Skeleton } from '../parts/states';
import { sayFailed } from '../state/failed';
import { changeSurvey, type SurveySetting, surveySettings } from './api';

export function SurveySettings({ onClose }: { onClose: () => void }) {
  const [items, setItems] = useState<SurveySetting[] | undefined>();
  const [failed, setFailed] = useState('');
  const load = () => {
    setFailed('');
    surveySettings().then(
      answer => setItems(answer.items),
      failure => setFailed(errorText(asApiError(failure))),
    );
  };
  useEffect(load, []);
  const save = async (one: SurveySetting) => {
    const before = items;
    setItems(known => known?.map(item => (item.inbox === one.inbox ? one : item)));
    try {
      await changeSurvey(one.inbox, { enabled: one.enabled, delay_seconds: one.delay_seconds });
    } catch (failure) {
      setItems(before);
      sayFailed(failure);
    }
  };
  return (
    <Dialog label={r('survey')} onClose={onClose}>
      <div class="form">
        <p class="muted">{r('survey.text')}</p>
        {failed && <Broken text={failed} onRetry={load} />}
        {!items && !failed && <Skeleton rows={2} kind="form" />}
        {items?.map(item => (
          <fieldset key={item.inbox} class="survey">
            <legend>{item.name}</legend>
            <Switch
              label={r('survey.on')}
              on={item.enabled}
              onChange={enabled => void save({ ...item, enabled })}
            />
            <Field
              label={r('survey.delay')}
              type="number"
              min={0}
              max={10_080}
              disabled={!item.enabled}
              value={Math.round(item.delay_seconds / 60)}
              onChange={event => {
                const minutes = Math.max(0, Math.min(10_080, Number(event.currentTarget.value) || 0));
                void save({ ...item, delay_seconds: minutes * 60 });
              }}
            />
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}
