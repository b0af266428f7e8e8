// One door: how it is, what stands at the provider, and its settings.

import type { ChannelKind, Inbox, InboxChannel, Step } from '@keydesk/client/index';
import { Check } from '@keydesk/ui/icons';
import { useState } from 'preact/hooks';
import { said } from '../../doors/names';
import { t } from '../../i18n/index';
import { CopyButton } from '../../parts/copy-button';
import { Outcome, useForm } from '../../parts/form';
import { loadHealth } from '../../state/doors';
import { loadMeta } from '../../state/meta';
import { api } from '../../state/session';
import { toast } from '../../state/toasts';
import { Card } from '../page';
import { ChannelEditor } from './editor';
import { HealthCard } from './health';
import { About } from './kinds';
import { Steps } from './steps';

interface Props {
  inbox: Inbox;
  kind: ChannelKind;
  /** Just saved for the first time. */
  fresh: boolean;
}

export function InboxPage({ inbox, kind, fresh }: Props) {
  const channel = inbox.channel;
  return (
    <>
      {fresh && (
        <p class="identity ok fresh" role="status">
          <Check size={17} />
          <span>
            <b>{t(channel?.paused ? 'channel.saved_paused' : 'channel.done')}</b>
          </span>
        </p>
      )}
      <HealthCard inbox={inbox} />
      {channel && <AtProvider inbox={inbox} channel={channel} />}
      <ChannelEditor
        // What is stored has changed: the fields begin anew from it.
        key={JSON.stringify(channel?.settings) + (channel?.secrets.join() ?? '')}
        kind={kind}
        inbox={inbox}
        onSaved={() => {
          toast(t('saved'));
          void loadMeta('inboxes');
          void loadHealth();
        }}
      />
      <About text={said(kind.about)} />
    </>
  );
}

/** Addresses that stay in this machine or its network. */
function isPrivate(address: string): boolean {
  try {
    const { hostname } = new URL(address);
    return hostname === 'localhost' || /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(hostname);
  } catch {
    return false;
  }
}

function AtProvider({ inbox, channel }: { inbox: Inbox; channel: InboxChannel }) {
  const [steps, setSteps] = useState<readonly Step[] | undefined>();
  const form = useForm();
  const setUp = () =>
    form.run(async () => {
      setSteps(undefined);
      setSteps((await api.setUpInbox(inbox.id)).steps);
      form.reset();
    });
  return (
    <Card title={t('channel.set_up_title')}>
      <Copied label={t('channel.hook')} hint={t('channel.hook_hint')} text={channel.hook_url} />
      {isPrivate(channel.hook_url) && <p class="field-hint warn-text">{t('channel.needs_public')}</p>}
      {channel.address && (
        <Copied label={t('channel.address')} hint={t('channel.address_hint')} text={channel.address} />
      )}
      <section class="try" aria-label={t('channel.set_up')}>
        <p class="muted">{t('channel.set_up_text')}</p>
        <Steps steps={steps} busy={form.busy} />
        {steps?.length === 0 && <p class="try-verdict ok">{t('channel.set_up_none')}</p>}
        <div class="form-foot">
          <button type="button" class="button" disabled={form.busy} onClick={() => void setUp()}>
            {t(steps ? 'channel.set_up_again' : 'channel.set_up')}
          </button>
          {form.error && <Outcome form={form} />}
        </div>
      </section>
    </Card>
  );
}

function Copied({ label, hint, text }: { label: string; hint: string; text: string }) {
  return (
    <div class="copied" role="group" aria-label={label}>
      <b>{label}</b>
      <p class="secret">
        <code>{text}</code>
        <CopyButton text={text} />
      </p>
      <p class="field-hint">{hint}</p>
    </div>
  );
}
