import { Users } from '@keydesk/ui/icons';
import { t } from '../i18n/index';
import { Field } from '../parts/form';
import { agents, teams } from '../state/meta';
import { api } from '../state/session';
import { Crud } from './crud';

export function Teams() {
  const members = (id: string) => agents.value.filter(agent => agent.teams.includes(id));
  return (
    <Crud
      noun="teams"
      title={t('settings.teams')}
      text={t('teams.text')}
      items={teams.value}
      blank={{ id: '', name: '' }}
      icon={<Users size={28} />}
      addText={t('teams.add')}
      emptyText={t('teams.empty')}
      show={team => (
        <div class="rows-main">
          <b>{team.name}</b>
          <small class="muted">
            {members(team.id)
              .map(agent => agent.name)
              .join(', ') || t('teams.nobody')}
          </small>
        </div>
      )}
      edit={(team, change, form) => (
        <Field
          label={t('teams.name')}
          required
          maxLength={60}
          value={team.name}
          problem={form.error?.field('name')}
          onInput={event => change({ name: event.currentTarget.value })}
        />
      )}
      save={({ id, name }) =>
        id ? api.teams.change(id, { name: name.trim() }) : api.teams.create({ name: name.trim() })
      }
      remove={team => api.teams.remove(team.id)}
    />
  );
}
