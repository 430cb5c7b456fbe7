import { useBlocker } from '@tanstack/react-router';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks whoever leaves the page while guests do not see yet what was saved. Another part of the page is no leaving. */
export function useLeaving(isAhead: boolean): void {
  const { t } = useTranslation(['agenda', 'common']);
  const { modal } = App.useApp();
  const stays = () =>
    new Promise<boolean>((resolve) => {
      void modal.confirm({
        title: t('agenda:leave'),
        content: t('agenda:leave_text'),
        okText: t('agenda:leave_ok'),
        cancelText: t('agenda:leave_stay'),
        onOk: () => resolve(false),
        onCancel: () => resolve(true),
      });
    });
  useBlocker({
    disabled: !isAhead,
    enableBeforeUnload: isAhead,
    shouldBlockFn: ({ current, next }) => (current.pathname === next.pathname ? false : stays()),
  });
}
