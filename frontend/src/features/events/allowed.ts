import type { EventDetail } from './words';

/** Whether the viewer reads what is the host's own beside the guests: the host's people and co-hosts, no helper at the desk. */
export function isOfHosts({ allowed_actions }: Pick<EventDetail, 'allowed_actions'>): boolean {
  return allowed_actions.includes('read_hosts_own');
}
