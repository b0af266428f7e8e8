import type { Agent, Role } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Plus } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { fullTime } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { CopyButton } from '../parts/copy-button';
import { Dialog } from '../parts/dialog';
import { Field, Outcome, Select, Submit, Switch, useForm } from '../parts/form';
import { agents, loadMeta, onlineAgents, teams } from '../state/meta';
import { api, myId } from '../state/session';
import { PageHead } from './page';

const roles: readonly Role[] = ['agent', 'lead', 'admin'];
const roleOptions = () => roles.map(id => ({ id, text: `${t(`role.${id}`)} — ${t(`role.${id}_text`)}` }));

export function Agents() {
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Agent | undefined>();
  return (
    <>
      <PageHead title={t('settings.agents')} text={t('agents.text')}>
        <button type="button" class="button primary" onClick={() => setInviting(true)}>
          <Plus size={17} />
          {t('agents.invite')}
        </button>
      </PageHead>
      <ul class="rows card">
        {agents.value.map(agent => (
          <li key={agent.id} class={agent.disabled ? 'faded' : ''}>
            <Avatar name={agent.name} seed={agent.id} online={onlineAgents.value.has(agent.id)} />
            <div class="rows-main">
              <b>
                {agent.name} <span class="tag">{t(`role.${agent.role}`)}</span>{' '}
                {agent.disabled && <span class="tag bad">{t('agents.disabled')}</span>}
              </b>
              <small class="muted">{agent.email}</small>
            </div>
            <button type="button" class="button small" onClick={() => setEditing(agent)}>
              {t('edit')}
            </button>
          </li>
        ))}
      </ul>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {editing && <AgentDialog agent={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [made, setMade] = useState<{ url: string; expires_at: number } | undefined>();
  const form = useForm();
  return (
    <Dialog label={t('agents.invite')} onClose={onClose}>
      {made ? (
        <div class="form">
          <p>{t('agents.invited', { when: fullTime(made.expires_at, locale.value) })}</p>
          <p class="secret">
            <code>{made.url}</code>
            <CopyButton text={made.url} />
          </p>
          <div class="form-foot">
            <button type="button" class="button primary" onClick={onClose}>
              {t('done')}
            </button>
          </div>
        </div>
      ) : (
        <form
          class="form"
          onSubmit={event => {
            event.preventDefault();
            const body = { email: email.trim(), role, ...(name.trim() ? { name: name.trim() } : {}) };
            void form.run(async () => setMade(await api.inviteAgent(body)));
          }}
        >
          <Field
            label={t('login.email')}
            type="email"
            required
            value={email}
            problem={form.error?.field('email')}
            onInput={event => setEmail(event.currentTarget.value)}
          />
          <Field
            label={t('agents.name')}
            value={name}
            maxLength={80}
            onInput={event => setName(event.currentTarget.value)}
          />
          <Select
            label={t('agents.role')}
            value={role}
            options={roleOptions()}
            onChange={id => setRole(id as Role)}
          />
          <Submit form={form} text={t('agents.make_link')} />
        </form>
      )}
    </Dialog>
  );
}

function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const [role, setRole] = useState(agent.role);
  const [disabled, setDisabled] = useState(agent.disabled);
  const [own, setOwn] = useState<readonly string[]>(agent.teams);
  const form = useForm();
  const self = agent.id === myId.value;
  return (
    <Dialog label={agent.name} onClose={onClose}>
      <form
        class="form"
        onSubmit={event => {
          event.preventDefault();
          void form
            .run(async () => {
              await api.patchAgent(agent.id, { teams: [...own], ...(self ? {} : { role, disabled }) });
              await loadMeta('agents');
            })
            .then(done => done && onClose());
        }}
      >
        <Select
          label={t('agents.role')}
          value={role}
          options={roleOptions()}
          disabled={self}
          {...(self ? { hint: t('agents.self') } : {})}
          onChange={id => setRole(id as Role)}
        />
        {teams.value.length > 0 && (
          <fieldset class="field">
            <legend>{t('settings.teams')}</legend>
            {teams.value.map(team => (
              <label class="tick" key={team.id}>
                <input
                  type="checkbox"
                  checked={own.includes(team.id)}
                  onChange={() =>
                    setOwn(own.includes(team.id) ? own.filter(id => id !== team.id) : [...own, team.id])
                  }
                />
                {team.name}
              </label>
            ))}
          </fieldset>
        )}
        {!self && (
          <Switch
            label={t('agents.disable')}
            hint={t('agents.disable_hint')}
            on={disabled}
            onChange={setDisabled}
          />
        )}
        <Submit form={form} />
        {form.error && <Outcome form={form} />}
      </form>
    </Dialog>
  );
}
