// A real keydesk with an administrator at its API.
import { randomUUID } from 'node:crypto';
import { Agent, makeAgent } from '../../faults/kit/agent.mjs';
import { Desk, freshFolder } from '../../faults/kit/desk.mjs';
import { until } from '../../faults/kit/outcome.mjs';

export { freePort, freshFolder } from '../../faults/kit/desk.mjs';
export { options, scenario, sleep, until } from '../../faults/kit/outcome.mjs';

export class House {
  constructor(desk) {
    this.desk = desk;
    this.agent = new Agent(desk.url);
  }

  /** Starts on a data folder of its own, with one administrator who is logged in. */
  static async make(options = {}) {
    const house = new House(await Desk.make({ logs: options.logs ?? freshFolder(), ...options }));
    makeAgent(house.desk);
    await house.desk.start();
    await house.agent.logIn();
    return house;
  }

  get url() {
    return this.desk.url;
  }

  /** One call of the console's API; throws with the problem's words when it is refused. */
  call(method, path, body) {
    return this.agent.call(method, path, body);
  }

  /** Makes an inbox; returns it as the API shows it, with channel.hook_url. */
  async addInbox(kind, settings, name = kind) {
    const { inbox } = await this.call('POST', '/inboxes', { kind, name, settings });
    // What goes out by a door is counted here: only people speak.
    await this.call('PUT', `/playbook_inboxes/${inbox.id}`, { on: false });
    return inbox;
  }

  async conversations() {
    return this.agent.conversations();
  }

  /** Newest last: what was said, with deliveries. */
  async messages(conversation) {
    return (await this.call('GET', `/conversations/${conversation}/messages`)).items;
  }

  /** Says it to the customer; returns the message. `more`: via, files. */
  async reply(conversation, body, more = {}) {
    const answer = await this.call('POST', `/conversations/${conversation}/messages`,
      { client_id: randomUUID(), kind: 'reply', body, seen_seq: 0, force: true, ...more });
    return answer.message;
  }

  /** Waits for the conversation in which a customer said `text`. */
  async conversationWith(text, limit = 10000) {
    let found;
    await until(
      async () => {
        for (const one of await this.conversations()) {
          const said = await this.messages(one.id);
          if (said.some(message => message.kind === 'customer' && message.body.includes(text))) found = one;
        }
        return found !== undefined;
      },
      limit,
      `a conversation with “${text}”`,
    );
    return found;
  }

  /** Waits until every delivery of a message is in one of `states`. */
  async delivered(conversation, message, states = ['sent', 'delivered', 'read'], limit = 15000) {
    let last = [];
    await until(
      async () => {
        const found = (await this.messages(conversation)).find(one => one.id === message);
        last = found?.deliveries ?? [];
        return last.length > 0 && last.every(one => states.includes(one.state));
      },
      limit,
      `the delivery becoming ${states.join(' or ')}`,
    ).catch(error => {
      throw new Error(`${error.message}; it is ${JSON.stringify(last)}`);
    });
    return last;
  }

  async remove() {
    await this.desk.remove();
  }
}
