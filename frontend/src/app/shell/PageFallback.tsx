import { LoadingState } from '@/shared/states/LoadingState';

/** Stands where a page will be, with the height of a screen so that the footer does not jump. */
export function PageFallback() {
  return (
    <div className="wrap" style={{ minHeight: '100vh', paddingTop: 32 }}>
      <LoadingState rows={8} />
    </div>
  );
}
