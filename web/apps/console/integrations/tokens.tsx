import { Lock, Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/integrations';
import { Dialog } from '../parts/dialog';
import { Area, Field, Form, problemText, Submit, useForm } from '../parts/form';
import { Broken, Empty, Skeleton } from '../parts/states';
import { Card, useLoaded } from '../settings/page';
import * as desk from './api';
import { act, Checks, Once, when } from './shared';

export function Tokens() {
  const loaded = useLoaded(desk.tokens);
  const [adding, setAdding] = useState(false);
  const revoke = async (token: desk.Token) => {
    if (!confirm(t('revoke_sure', { name: token.name }))) return;
    if (await act(() => desk.revokeToken(token.id))) loaded.again();
  };
  return (
    <Card title={t('tokens')} text={t('tokens_text')}>
      {!loaded.value && !loaded.failed && <Skeleton rows={2} kind="form" />}
      {loaded.failed && <Broken text={loaded.failed} onRetry={loaded.again} />}
      {loaded.value?.items.length === 0 && <Empty icon={<Lock size={28} />} title={t('tokens_empty')} />}
      <ul class="rows">
        {loaded.value?.items.map(token => (
          <li key={token.id}>
            <div class="rows-main">
              <b>{token.name}</b> <code>{token.hint}…</code>
              <small class="muted">
                {[
                  token.made_by,
                  token.used_at
                    ? t('used', { when: when(token.used_at), ip: token.used_ip })
                    : t('never_used'),
                  token.expires_at ? t('expires_on', { when: when(token.expires_at) }) : '',
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
              <p class="chips">
                {token.scopes.map(scope => (
                  <span key={scope} class="tag">
                    {scope}
                  </span>
                ))}
              </p>
            </div>
            <button
              type="button"
              class="button small"
              aria-label={`${t('revoke')}: ${token.name}`}
              onClick={() => void revoke(token)}
            >
              {t('revoke')}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" class="button" disabled={!loaded.value} onClick={() => setAdding(true)}>
        <Plus size={16} />
        {t('add_token')}
      </button>
      {adding && loaded.value && (
        <NewToken
          scopes={loaded.value.scopes}
          onClose={() => {
            setAdding(false);
            loaded.again();
          }}
        />
      )}
    </Card>
  );
}

function NewToken({ scopes, onClose }: { scopes: readonly string[]; onClose: () => void }) {
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [networks, setNetworks] = useState('');
  const [rate, setRate] = useState('600');
  const [expires, setExpires] = useState('');
  const [made, setMade] = useState('');
  const form = useForm();
  const problem = (field: string) => {
    const found = form.error?.field(field) ?? form.error?.field(`${field}[0]`);
    return found && problemText(found);
  };
  const save = () =>
    form.run(async () => {
      const body: desk.NewToken = {
        name: name.trim(),
        scopes: chosen,
        networks: networks.split(/\s+/).filter(Boolean),
        per_minute: Number(rate) || 600,
      };
      if (expires) body.expires_at = new Date(`${expires}T23:59:59`).getTime();
      setMade((await desk.makeToken(body)).token);
    });
  return (
    <Dialog label={t('add_token')} onClose={onClose}>
      {made ? (
        <Once label={t('token')} text={made} onClose={onClose} />
      ) : (
        <Form onSubmit={save}>
          <Field
            label={t('name')}
            hint={t('name_hint')}
            required
            maxLength={80}
            value={name}
            problem={problem('name')}
            onInput={event => setName(event.currentTarget.value)}
          />
          <Checks
            legend={t('all_scopes')}
            all={scopes}
            chosen={chosen}
            problem={problem('scopes')}
            onChange={setChosen}
          />
          <Area
            label={t('networks')}
            hint={t('networks_hint')}
            rows={2}
            value={networks}
            problem={problem('networks')}
            onInput={event => setNetworks(event.currentTarget.value)}
          />
          <div class="pair">
            <Field
              label={t('per_minute')}
              type="number"
              min={1}
              max={6000}
              value={rate}
              problem={problem('per_minute')}
              onInput={event => setRate(event.currentTarget.value)}
            />
            <Field
              label={t('expires')}
              hint={t('expires_hint')}
              type="date"
              value={expires}
              problem={problem('expires_at')}
              onInput={event => setExpires(event.currentTarget.value)}
            />
          </div>
          <Submit form={form} text={t('add_token')} />
        </Form>
      )}
    </Dialog>
  );
}
