/**
 * Preference data and prompts from the files that people have: JSON lines of several shapes become
 * examples, and every line that does not is accounted for.
 *
 * <h2>Preference files</h2>
 *
 * <p>What {@link io.github.salmon4j.core.data.PreferenceFile} writes is JSON lines in UTF-8: a
 * header, then one example per line. Keys are required unless said otherwise, and others are
 * errors.
 *
 * <table>
 *   <caption>The header</caption>
 *   <tr><th>key</th><th>value</th></tr>
 *   <tr><td>{@code format}</td><td>{@code salmon4j-preference-file-1}</td></tr>
 *   <tr><td>{@code examples}</td><td>how many lines follow</td></tr>
 *   <tr><td>{@code seed}</td><td>where all chance came from</td></tr>
 *   <tr><td>{@code principles}</td><td>content hash of the set that guidelines were drawn
 *     from</td></tr>
 *   <tr><td>{@code calibration}</td><td>the calibration settings as text</td></tr>
 *   <tr><td>{@code judge}</td><td>{@code model}, {@code adapter} and {@code template}: names or
 *     hashes</td></tr>
 *   <tr><td>{@code report}</td><td>the components of a {@link
 *     io.github.salmon4j.core.calibration.CalibrationReport}, by their names</td></tr>
 *   <tr><td>{@code labels}</td><td>those of a {@link
 *     io.github.salmon4j.core.calibration.JudgeReport}; a number that does not exist is the text
 *     {@code "NaN"}</td></tr>
 * </table>
 *
 * <table>
 *   <caption>An example</caption>
 *   <tr><th>key</th><th>value</th></tr>
 *   <tr><td>{@code format}</td><td>{@code salmon4j-traced-preference-1}</td></tr>
 *   <tr><td>{@code prompt}, {@code kind}, {@code lengthMultiplier}</td><td>the prompt</td></tr>
 *   <tr><td>{@code first}, {@code second}</td><td>the responses, in the example's order</td></tr>
 *   <tr><td>{@code probabilityFirst}</td><td>that the first is better, 0 to 1, noise
 *     included</td></tr>
 *   <tr><td>{@code principles}</td><td>the guideline's lines in the order shown; keys
 *     below</td></tr>
 *   <tr><td>{@code dominant}</td><td>index of the line with the largest {@code |score|}</td></tr>
 *   <tr><td>{@code label}</td><td>{@code FIRST} or {@code SECOND}: the better one, before
 *     noise</td></tr>
 *   <tr><td>{@code rule}</td><td>name of the rule that decided the label; absent if the dominant
 *     line did</td></tr>
 *   <tr><td>{@code flipped}</td><td>whether noise turned the label</td></tr>
 *   <tr><td>{@code exchanged}</td><td>whether the responses changed places after they were
 *     judged</td></tr>
 *   <tr><td>{@code sample}, {@code pass}</td><td>index of the pair judged and of the pass, from
 *     0</td></tr>
 * </table>
 *
 * <table>
 *   <caption>A line of the guideline</caption>
 *   <tr><th>key</th><th>value</th></tr>
 *   <tr><td>{@code name}, {@code definition}, {@code negation}, {@code weight}, {@code
 *     boostedFor}</td><td>the principle; {@code negation} is absent if there is none</td></tr>
 *   <tr><td>{@code polarity}, {@code text}</td><td>{@code AFFIRMED} or {@code NEGATED}, and the
 *     statement that it shows</td></tr>
 *   <tr><td>{@code score}</td><td>positive if the first response is better under the line as
 *     shown</td></tr>
 *   <tr><td>{@code marginInOrder}, {@code marginSwapped}</td><td>the judge's raw margins d12 and
 *     d21 under the definition, in nats, positive for the example's first response</td></tr>
 * </table>
 */
@NullMarked
package io.github.salmon4j.core.data;

import org.jspecify.annotations.NullMarked;
