// What a verification must cost: the prices of EIP-2537 (final, Prague), of a transaction and of its data.
import { ethers } from "ethers";

const PAIRING = { base: 37700, pair: 32600 };
const G1ADD = 375;
const G1MUL = 12000;
// In thousandths of G1MUL, for 1 to 128 pairs; the last one holds beyond. Source: EIP-2537, "Gas schedule".
const DISCOUNTS = [
  1000, 949, 848, 797, 764, 750, 738, 728, 719, 712, 705, 698, 692, 687, 682, 677, 673, 669, 665, 661, 658, 654, 651, 648, 645, 642,
  640, 637, 635, 632, 630, 627, 625, 623, 621, 619, 617, 615, 613, 611, 609, 608, 606, 604, 603, 601, 599, 598, 596, 595, 593, 592,
  591, 589, 588, 586, 585, 584, 582, 581, 580, 579, 577, 576, 575, 574, 573, 572, 570, 569, 568, 567, 566, 565, 564, 563, 562, 561,
  560, 559, 558, 557, 556, 555, 554, 553, 552, 551, 550, 549, 548, 547, 547, 546, 545, 544, 543, 542, 541, 540, 540, 539, 538, 537,
  536, 536, 535, 534, 533, 532, 532, 531, 530, 529, 528, 528, 527, 526, 525, 525, 524, 523, 522, 522, 521, 520, 520, 519,
];

function msm(pairs) {
  const discount = DISCOUNTS[Math.min(pairs, DISCOUNTS.length) - 1];
  return Math.floor((pairs * G1MUL * discount) / 1000);
}

/** { transaction: 21000 and the data, precompiles } of a call with these bytes to a verifier of so many inputs. */
export function gasOf(inputs, data) {
  const bytes = ethers.getBytes(data);
  const zeros = bytes.filter((byte) => byte === 0).length;
  const precompiles = 4 * PAIRING.pair + PAIRING.base + (inputs > 0 ? msm(inputs) + G1ADD : 0);
  // EIP-7623's floor of 10 and 40 gas a byte is lower than what a verification uses in every case here.
  return { transaction: 21000 + 4 * zeros + 16 * (bytes.length - zeros), precompiles };
}

/** Memory of a verification, by the yellow paper's formula. */
export function memoryGas(inputs, dataContracts) {
  const words = Math.ceil((0x80 + 0x600 + 160 * inputs + 0x100 + (dataContracts > 0 ? 255 * 96 : 0)) / 32);
  return 3 * words + Math.floor((words * words) / 512);
}
