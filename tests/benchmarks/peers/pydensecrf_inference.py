#!/usr/bin/python3
"""The dense CRF of `spn bench crf` in pydensecrf: prints the seconds of each of five runs, one a line.

usage: pydensecrf_inference.py PHOTO height width classes iterations pos_w pos_std bi_w bi_xy_std bi_rgb_std
PHOTO holds height · width · 3 samples of 0 to 255 as 16-bit words, the colours of a pixel together. Probabilities are random: their values
cost no time.
"""
import sys, time
import numpy as np
import pydensecrf.densecrf as dcrf

height, width, classes, iterations = map(int, sys.argv[2:6])
pos_w, pos_std, bi_w, bi_xy_std, bi_rgb_std = map(float, sys.argv[6:11])
photo = np.ascontiguousarray(np.fromfile(sys.argv[1], np.uint16).reshape(height, width, 3).astype(np.uint8))
unary = np.random.default_rng(1).random((classes, height * width)).astype(np.float32)
for _ in range(5):
    start = time.time()
    crf = dcrf.DenseCRF2D(width, height, classes)
    crf.setUnaryEnergy(unary)
    crf.addPairwiseGaussian(sxy=pos_std, compat=pos_w)
    crf.addPairwiseBilateral(sxy=bi_xy_std, srgb=bi_rgb_std, rgbim=photo, compat=bi_w)
    crf.inference(iterations)
    print(time.time() - start, flush=True)
