// What is wrong for everybody, before he writes about it: asked for when the panel opens and with every
// new connection.
import { useEffect, useState } from 'preact/hooks';
import { type Around, remember } from './around';
import { type Incident, incidents } from './asked';
import { Glyph } from './glyph';
import { momentOf } from './waits';
import { words } from './words';

const HIDDEN = 'hidden';
const MOST = 3;

export function Banner({ desk, tag, shown }: Omit<Around, 'draft'> & { shown: boolean }) {
  const [all, setAll] = useState<readonly Incident[]>([]);
  const online = desk.state.value === 'online';
  useEffect(() => {
    if (!shown || !online) return;
    let late = false;
    const ask = async () => {
      const [now, hidden] = await Promise.all([
        incidents(desk.inbox, tag),
        desk.vault.get<string[]>(HIDDEN).catch(() => undefined),
      ]);
      if (!late) setAll(now.filter(incident => !hidden?.includes(incident.id)));
    };
    void ask();
    return () => {
      late = true;
    };
  }, [shown, online, tag]);
  const said = words[tag];
  const hide = (incident: Incident) => {
    setAll(all.filter(other => other !== incident));
    void remember({ desk }, HIDDEN, incident.id);
    document.querySelector<HTMLElement>('.log')?.focus();
  };
  // The region stands before there is anything in it: only then is what comes into it read out.
  return (
    <section class="banner" role="status" aria-label={said.status}>
      {all.slice(0, MOST).map(incident => (
        <div key={incident.id}>
          <Glyph name="alert" size={19} />
          <p>
            <b>{incident.title}</b> {incident.text}
            {incident.at > 0 && <small>{said.since(momentOf(incident.at, Date.now(), tag))}</small>}
          </p>
          <button type="button" aria-label={said.dismiss} title={said.dismiss} onClick={() => hide(incident)}>
            <Glyph name="close" size={17} />
          </button>
        </div>
      ))}
    </section>
  );
}
