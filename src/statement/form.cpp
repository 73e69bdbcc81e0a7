#include "statement/form.h"

#include <algorithm>

namespace zkp {

AffineForm& AffineForm::add_scaled(const AffineForm& other, const Fr& factor) {
  if (&other == this) return add_scaled(AffineForm(other), factor);
  for (const Term& term : other.terms_) {
    const Fr added = term.coefficient * factor;
    const auto at = std::ranges::lower_bound(terms_, term.key, {}, &Term::key);
    if (at == terms_.end() || at->key != term.key) {
      if (!added.is_zero()) terms_.insert(at, {term.key, added});
    } else {
      at->coefficient += added;
      if (at->coefficient.is_zero()) terms_.erase(at);
    }
  }
  return *this;
}

Fr AffineForm::coefficient(Key key) const {
  const auto at = std::ranges::lower_bound(terms_, key, {}, &Term::key);
  return at != terms_.end() && at->key == key ? at->coefficient : Fr::zero();
}

}  // namespace zkp
