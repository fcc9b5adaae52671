import { expect, test } from 'vitest';
import { requirePredict } from '#engine/ml/model-errors.ts';
import { keepPredictions, predictionMetadata } from '#engine/ml/predictions.ts';

const picture = { width: 100, height: 50 };
const all = { confidence: 0, labels: {}, maxAnnotations: 9 };
const at = (left: number, top: number, right: number, bottom: number, confidence = 0.5, label = 'car') => ({
  label,
  confidence,
  box: { left, top, right, bottom },
});

test('boxes are cut at the border, and those beyond it are left out', () => {
  const found = [
    at(-5, -5, 10.123, 20.456),
    at(90, 40, 120, 60),
    at(100, 0, 110, 10),
    at(-20, 0, -10, 10),
    at(5, 5, 5, 9),
    at(1, 1, 1.001, 9),
  ];
  expect(keepPredictions(found, picture, all).map(({ box }) => box)).toEqual([
    { left: 0, top: 0, right: 10.12, bottom: 20.46 },
    { left: 90, top: 40, right: 100, bottom: 50 },
  ]);
});

test('the surest first, equally sure ones by their place, and not too many', () => {
  const found = [
    at(9, 0, 10, 9, 0.2),
    at(5, 2, 6, 9, 0.7),
    at(4, 2, 6, 9, 0.7),
    at(8, 1, 9, 9, 0.7),
    at(1, 1, 2, 2, 0.9),
  ];
  const order = (maxAnnotations: number) =>
    keepPredictions(found, picture, { ...all, maxAnnotations }).map(({ box }) => box.left);
  expect(order(9)).toEqual([1, 8, 4, 5, 9]);
  expect(order(2)).toEqual([1, 8]);
});

test('the threshold belongs to what is kept; what has no confidence does not', () => {
  const found = [at(0, 0, 9, 9, 0.4), at(0, 0, 9, 9, 0.39), at(0, 0, 9, 9, Number.NaN)];
  expect(keepPredictions(found, picture, { ...all, confidence: 0.4 })).toHaveLength(1);
});

test('classes get the label that is wanted for them', () => {
  const found = [at(0, 0, 9, 9, 0.9, 'car'), at(0, 0, 9, 9, 0.8, 'dog'), at(0, 0, 9, 9, 0.7, 'toString')];
  const labels = { car: 'vehicle', dog: null };
  expect(keepPredictions(found, picture, { ...all, labels }).map(({ label }) => label)).toEqual([
    'vehicle',
    'toString',
  ]);
});

test('an annotation says which model it is from', () => {
  const model = { id: 'sluice/bright-regions', title: 'Bright regions' };
  expect(predictionMetadata(model, 0.5)).toEqual({
    model: { name: 'Bright regions', model_id: 'sluice/bright-regions', confidence: 0.5 },
  });
});

test.each([
  ['train', /Training a model is not done on this computer.*remote/],
  ['evaluate', /Evaluating a model .*remote/],
  ['embed', /embeddings .*remote/],
  ['fly', /"fly" .*remote/],
])('%s is refused', (name, message) => {
  expect(() => requirePredict(name)).toThrow(
    expect.objectContaining({ code: 'unsupported', message: expect.stringMatching(message) }),
  );
  expect(() => requirePredict('predict')).not.toThrow();
});
