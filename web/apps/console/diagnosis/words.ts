import { en, zh } from '@keydesk/ui/diagnosis/words';
import { locale } from '@keydesk/ui/i18n';
import { computed } from '@preact/signals';

/** What the widget says too, in the agent's language. */
export const words = computed(() => (locale.value === 'en' ? en : zh));
