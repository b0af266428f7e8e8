// The fifth region: who writes, from where, and what was before.

import type { Conv, Customer } from '@keydesk/client/index';
import { locale } from '@keydesk/ui/i18n';
import { Check, Close, Device, External, Shield, Warn } from '@keydesk/ui/icons';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Diagnoses } from '../diagnosis/section';
import { CustomerDoors } from '../doors/customer-doors';
import { EmailState } from '../doors/email-state';
import { t } from '../i18n/index';
import { panelOver } from '../inbox/layout';
import { follow, root } from '../lib/router';
import { agoText, fullTime } from '../lib/time';
import { Avatar } from '../parts/avatar';
import { CaseCard } from '../playbooks/case-card';
import { TiesSection } from '../power/ties';
import { now } from '../state/clock';
import { convSignal } from '../state/convs';
import { sayFailed } from '../state/failed';
import { api, isLead } from '../state/session';
import { change, threadSignal } from '../state/threads';
import { toast } from '../state/toasts';
import { CustomerNote } from './note';

export function CustomerPanel({ id }: { id: string }) {
  const conv = convSignal(id)?.value;
  const customer = threadSignal(id).value.customer;
  if (!conv) return null;
  return (
    <aside class={`panel ${panelOver.value ? 'over' : ''}`} aria-label={t('customer.label')}>
      <button
        type="button"
        class="icon-button panel-close"
        aria-label={t('close')}
        onClick={() => (panelOver.value = false)}
      >
        <Close />
      </button>
      <div class="panel-who">
        <Avatar name={conv.customer.name} seed={conv.customer.avatar_seed ?? conv.customer.id} size="l" />
        <div>
          <h2>{conv.customer.name}</h2>
          <p class="muted">
            {customer?.external_id ? `ID ${customer.external_id}` : t('customer.anonymous')}
          </p>
        </div>
      </div>
      <TiesSection conv={conv} />
      <CaseCard conv={conv} />
      <Diagnoses conv={conv} />
      <Identity conv={conv} />
      <CustomerDoors id={id} />
      {customer && (
        <>
          <Facts customer={customer} conv={conv} />
          <Section title={t('customer.note')}>
            <CustomerNote key={customer.id} customer={customer} conversation={id} />
          </Section>
          <Earlier customerId={customer.id} current={id} />
          {isLead.value && <Block customer={customer} conversation={id} />}
        </>
      )}
    </aside>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Identity({ conv }: { conv: Conv }) {
  const verified = conv.customer.verified;
  return (
    <Section title={t('customer.identity')}>
      <p class={`identity ${verified ? 'ok' : 'warn'}`}>
        {verified ? <Check size={17} /> : <Warn size={17} />}
        <span>
          <b>{t(verified ? 'customer.verified' : 'customer.unverified')}</b>
          {t(verified ? 'customer.verified_why' : 'customer.unverified_why')}
        </span>
      </p>
      {conv.findings > 0 && (
        <p class="identity bad">
          <Shield size={17} />
          <span>
            <b>{t('customer.findings', { count: conv.findings })}</b>
            {t('customer.findings_why')}
          </span>
        </p>
      )}
    </Section>
  );
}

function Facts({ customer, conv }: { customer: Customer; conv: Conv }) {
  const rows: [string, ComponentChildren][] = [];
  const add = (name: string, value: ComponentChildren) => value && rows.push([name, value]);
  add(t('customer.email'), customer.email && <EmailState conv={conv} email={customer.email} />);
  add(t('customer.phone'), customer.phone);
  add(t('customer.language'), customer.locale && languageName(customer.locale));
  add(t('customer.device'), deviceText(customer.device));
  add(t('customer.seen'), customer.seen_at && ago(customer.seen_at));
  add(t('customer.since'), fullTime(customer.created_at, locale.value));
  for (const [name, value] of Object.entries(customer.fields ?? {})) add(name, plain(value));
  return (
    <Section title={t('customer.details')}>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {customer.page?.url && <PageLink url={customer.page.url} title={customer.page.title ?? ''} />}
    </Section>
  );
}

function PageLink({ url, title }: { url: string; title: string }) {
  let host = '';
  try {
    const parsed = new URL(url);
    if (!/^https?:$/.test(parsed.protocol)) return null;
    host = parsed.host + (parsed.pathname === '/' ? '' : parsed.pathname);
  } catch {
    return null;
  }
  return (
    <a class="page-link" href={url} target="_blank" rel="noopener noreferrer nofollow">
      <External size={16} />
      <span>
        {title && <b>{title}</b>}
        <small>{host}</small>
      </span>
    </a>
  );
}

function ago(at: number) {
  return <time title={fullTime(at, locale.value)}>{agoText(at, now.value, locale.value)}</time>;
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([locale.value], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function deviceText(device: Customer['device']): ComponentChildren {
  if (!device) return null;
  const text =
    typeof device === 'string'
      ? device
      : Object.values(device)
          .filter(value => typeof value !== 'object')
          .join(' · ');
  return (
    <>
      <Device size={14} /> {text}
    </>
  );
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function Earlier({ customerId, current }: { customerId: string; current: string }) {
  const [items, setItems] = useState<readonly Conv[] | undefined>();
  useEffect(() => {
    let left = false;
    api.customer(customerId).then(
      answer => left || setItems(answer.conversations),
      () => left || setItems([]),
    );
    return () => {
      left = true;
    };
  }, [customerId]);
  const others = items?.filter(conv => conv.id !== current);
  return (
    <Section title={t('customer.earlier')}>
      {others?.length === 0 && <p class="muted">{t('customer.first')}</p>}
      <ul class="earlier">
        {others?.map(conv => (
          <li key={conv.id}>
            <a href={`${root}/c/${conv.id}`} onClick={follow}>
              <span>{conv.snippet?.text ?? `#${conv.number}`}</span>
              <small>
                {agoText(conv.last_message_at, now.value, locale.value)} · {t(`status.${conv.status}`)}
              </small>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Block({ customer, conversation }: { customer: Customer; conversation: string }) {
  const blocked = customer.blocked === true;
  const flip = () => {
    api.blockCustomer(customer.id, !blocked).then(() => {
      change(conversation, thread => ({ ...thread, customer: { ...customer, blocked: !blocked } }));
      const undo = blocked
        ? undefined
        : { label: t('toast.undo'), run: () => void api.blockCustomer(customer.id, false) };
      toast(t(blocked ? 'customer.unblocked' : 'customer.blocked'), undo ? { action: undo } : {});
    }, sayFailed);
  };
  return (
    <section>
      <button type="button" class="link-button bad" onClick={flip}>
        {t(blocked ? 'customer.unblock' : 'customer.block')}
      </button>
    </section>
  );
}
