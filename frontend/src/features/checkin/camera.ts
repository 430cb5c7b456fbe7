export interface CodeReader {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

declare global {
  interface Window {
    BarcodeDetector?: {
      new (options: { formats: string[] }): CodeReader;
      getSupportedFormats(): Promise<string[]>;
    };
  }
}

/** The browser's own reader of QR codes where there is one, otherwise ours, which is fetched only now. */
export async function makeReader(): Promise<CodeReader> {
  const native = window.BarcodeDetector;
  const formats: string[] = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  if (native && formats.includes('qr_code')) return new native({ formats: ['qr_code'] });
  return (await import('./wasmReader')).makeWasmReader();
}

export function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  });
}
