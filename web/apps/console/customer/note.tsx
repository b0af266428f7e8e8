import { asApiError, type Customer } from '@keydesk/client/index';
import { useRef, useState } from 'preact/hooks';
import { t } from '../i18n/index';
import { api } from '../state/session';
import { change } from '../state/threads';

/** A note about the person, for the team. Saved when the field is left. */
export function CustomerNote({ customer, conversation }: { customer: Customer; conversation: string }) {
  const [said, setSaid] = useState('');
  const saved = useRef(customer.note ?? '');
  const save = async (note: string) => {
    if (note === saved.current) return;
    setSaid(t('saving'));
    try {
      const answer = await api.patchCustomer(customer.id, { note });
      saved.current = note;
      change(conversation, thread => ({ ...thread, customer: { ...customer, ...answer.customer } }));
      setSaid(t('saved'));
    } catch (failure) {
      setSaid(asApiError(failure).message);
    }
  };
  return (
    <>
      <textarea
        class="customer-note"
        rows={3}
        aria-label={t('customer.note')}
        placeholder={t('customer.note_hint')}
        defaultValue={customer.note ?? ''}
        onBlur={event => void save(event.currentTarget.value.trim())}
      />
      <p class="saved" role="status">
        {said}
      </p>
    </>
  );
}
