import { useStore } from '@xyflow/react';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';

const LabelLayer = createContext<Element | null>(null);

/** Where labels of connections go: above the lines, below nothing. Around the canvas. */
export function LabelLayerProvider(props: { readonly layer: Element | null; readonly children: ReactNode }) {
  return <LabelLayer.Provider value={props.layer}>{props.children}</LabelLayer.Provider>;
}

/** Finds the layer; within the canvas. */
export function FindLabelLayer(props: { readonly onFound: (layer: Element | null) => void }) {
  const { onFound } = props;
  const canvas = useStore((state) => state.domNode);
  useEffect(() => {
    onFound(canvas?.querySelector('.react-flow__edgelabel-renderer') ?? null);
  }, [canvas, onFound]);
  return null;
}

/**
 * A label of a connection. The library's own component looks for the layer anew at every change of anything, for each of
 * the labels: 8 ms a frame with 500 of them.
 */
export function EdgeLabel(props: { readonly children: ReactNode }) {
  const layer = use(LabelLayer);
  return layer ? createPortal(props.children, layer) : null;
}

/** The state that the provider needs. */
export function useLabelLayer() {
  const [layer, setLayer] = useState<Element | null>(null);
  return { layer, find: <FindLabelLayer onFound={setLayer} /> };
}
