import { type Key, t } from '../i18n/index';
import { Dialog } from '../parts/dialog';
import { sendKey } from '../state/prefs';
import { Keys } from './keys';
import { shortcutsOpen } from './state';

const sheets: { title: Key; rows: [keys: string, text: Key][] }[] = [
  {
    title: 'help.moving',
    rows: [
      ['j', 'command.next'],
      ['k', 'command.previous'],
      ['g m', 'view.mine'],
      ['g u', 'view.unassigned'],
      ['g a', 'view.all'],
      ['g s', 'view.security'],
      ['/', 'command.search'],
      ['mod k', 'palette.open'],
      ['?', 'help.title'],
      ['Esc', 'help.leave'],
    ],
  },
  {
    title: 'help.conversation',
    rows: [
      ['r', 'act.reply'],
      ['n', 'act.note'],
      ['e', 'help.resolve'],
      ['h', 'act.snooze'],
      ['a', 'act.assign'],
      ['i', 'act.take'],
      ['t', 'act.team'],
      ['l', 'act.add_label'],
      ['p', 'act.priority'],
      ['x', 'act.explain'],
      ['/', 'help.slash'],
    ],
  },
];

export function ShortcutSheet() {
  return (
    <Dialog label={t('help.title')} onClose={() => (shortcutsOpen.value = false)} class="sheet">
      <div class="sheet-columns">
        {sheets.map(sheet => (
          <section key={sheet.title}>
            <h3>{t(sheet.title)}</h3>
            <dl>
              {sheet.rows.map(([keys, text]) => (
                <div key={text}>
                  <dt>{t(text)}</dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </div>
              ))}
              {sheet.title === 'help.conversation' && (
                <div>
                  <dt>{t('composer.send')}</dt>
                  <dd>
                    <Keys keys={sendKey.value === 'enter' ? 'Enter' : 'mod Enter'} />
                  </dd>
                </div>
              )}
            </dl>
          </section>
        ))}
      </div>
      <p class="muted">{t('help.ime')}</p>
    </Dialog>
  );
}
