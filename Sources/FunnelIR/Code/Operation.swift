/// What an instruction does.
///
/// Every register holds 64 bits and whether they are known. `a` is a register: the one written, or the first one looked at.
/// `b` is a register or, for a jump or a test, the index in `Program.code` to go on at, which always lies further on. `i` is
/// the immediate: a constant, an index or a third register. No operation can fail: a result that cannot be had is missing.
///
/// | operation | effect |
/// |---|---|
/// | **ends** | |
/// | `holds`, `fails` | the condition holds, or does not, in the mode it was asked |
/// | `value` | the result is `a` |
/// | `interval` | the result is a score: low `a`, shown `b`, high `i` |
/// | **control** | |
/// | `jump` | go on at `b` |
/// | **loads into `a`** | |
/// | `constant` | the bits `i` (a reference into the arena of constants where the type is one) |
/// | `missing` | nothing: `a` is unknown |
/// | `copy` | register `b` |
/// | `point` | data point `i`, or its default where it is unknown |
/// | `label` | the last label of decision `i`, an index into its label table |
/// | `source` | index of the lead's source |
/// | `stage` | index of the journey's stage |
/// | `owner` | the responsible person, a text |
/// | `entered`, `started` | when the stage was entered, when the journey was, datetimes |
/// | `lastEvent`, `now`, `today` | the subject's last event, this instant, and its date in the funnel's zone |
/// | `settled` | `b` where `b` and `i` are known and equal: a score as an exact number |
/// | **whole numbers (integer, money, date, datetime, duration)** | |
/// | `addInteger` `subtractInteger` `multiplyInteger` | `b` and `i`; missing on overflow |
/// | `divideInteger` | `b` by `i`, rounded half away from zero; missing where `i` is zero |
/// | `multiplyByNumber` `divideByNumber` | `b` and the number `i`, in doubles, rounded half away from zero; missing beyond 64 bits |
/// | `roundMoney` | money `b` to whole units, half away from zero |
/// | `negateInteger` `absoluteInteger` | of `b`; missing on overflow |
/// | `leastInteger` `greatestInteger` | of `b` and `i` |
/// | `addConstant` | `b` plus the constant `i`; missing on overflow |
/// | `clampBelow` `clampAbove` | `b`, but at least, at most, the constant `i` |
/// | **numbers** | |
/// | `addNumber` `subtractNumber` `multiplyNumber` `divideNumber` | `b` and `i`; missing where the result is not finite |
/// | `negateNumber` `absoluteNumber` | of `b` |
/// | `leastNumber` `greatestNumber` | of `b` and `i` |
/// | `numberFromInteger` | `b` as a number |
/// | `roundNumber` | `b` as an integer, half away from zero; missing beyond 64 bits |
/// | **time** | |
/// | `addToDate` `addToDatetime` | `b` plus span `i`, by the calendar of the funnel's zone |
/// | `dateOf` | the date of datetime `b` in the funnel's zone |
/// | `yearOf` `monthOf` `weekdayOf` | of date `b`; Monday is 1 |
/// | `hourOf` | of datetime `b` in the funnel's zone |
/// | `wholeYears` | whole years from date `b` to date `i` |
/// | **text and sets** | |
/// | `domainOf` | what follows the last `@` of `b`, in ASCII lower case; missing where nothing does |
/// | `lowered` `uppered` `trimmed` | `b`, by ASCII rules |
/// | `lengthOf` | the number of Unicode scalars in `b` |
/// | `countOf` | the number of elements in set `b` |
/// | `makeWordSet` `makeTextSet` | a set of the bits, of the texts, in the `i` registers from `b` on, without those missing |
/// | **tests** | *jump to `b` where the outcome is the one asked for, else go on; see `Instruction.Test`* |
/// | `equalConstant` `lessConstant` `lessOrEqualConstant` | `a` with the constant `i`, as whole numbers (`equal` for any bits) |
/// | `equal` `less` `lessOrEqual` | `a` with register `i`, the same |
/// | `lessNumberConstant` `lessOrEqualNumberConstant` `lessNumber` `lessOrEqualNumber` | the same for numbers |
/// | `equalTextConstant` `equalText` | the bytes of `a` with those of reference `i`, of register `i` |
/// | `isKnown` | `a` is known |
/// | `inBits` | bit `a` of the mask `i` is set |
/// | `inWords` `inTexts` | `a` is one of the constants in the range `i` of `Program.words` (see `Instruction.range`) |
/// | `intervalInside` `intervalOutside` | every, no, whole number from `a` to register `a + 1` is in the range `i` of words |
/// | `hasWord` `hasText` | set `a` holds the bits, the text, in register `i` |
/// | `equalSets` | sets `a` and `i` hold the same elements |
/// | `startsWith` `endsWith` `containsText` | text `a` with the text in register `i` |
/// | `matches` | text `a` is accepted by automaton `i` |
/// | `activityIs` | the latest opening of an activity has one of the states asked for (see `Instruction.activity`) |
public enum Operation: String, CaseIterable, Sendable, BitwiseCopyable {
  case holds, fails, value, interval
  case jump
  case constant, missing, copy, point, label, source, stage, owner, entered, started, lastEvent, now, today
  case settled
  case addInteger, subtractInteger, multiplyInteger, divideInteger, multiplyByNumber, divideByNumber, roundMoney
  case negateInteger, absoluteInteger, leastInteger, greatestInteger
  case addConstant, clampBelow, clampAbove
  case addNumber, subtractNumber, multiplyNumber, divideNumber, negateNumber, absoluteNumber
  case leastNumber, greatestNumber, numberFromInteger, roundNumber
  case addToDate, addToDatetime, dateOf, yearOf, monthOf, weekdayOf, hourOf, wholeYears
  case domainOf, lowered, uppered, trimmed, lengthOf, countOf, makeWordSet, makeTextSet
  case equalConstant, lessConstant, lessOrEqualConstant, equal, less, lessOrEqual
  case lessNumberConstant, lessOrEqualNumberConstant, lessNumber, lessOrEqualNumber
  case equalTextConstant, equalText, isKnown, inBits, inWords, inTexts, intervalInside, intervalOutside
  case hasWord, hasText, equalSets, startsWith, endsWith, containsText, matches, activityIs
}
